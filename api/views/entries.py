from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.jobs import start_soon
from accounts.models import ApiToken
from api import examples
from api.acting import Outbox
from api.errors import Refused
from api.layouts import checked_layout
from api.outbox import do, erased
from api.schema import describe
from api.shapes.base import read
from api.shapes.operations import Batch, BatchResults
from api.views.base import AccountRequest, JsonView, MayUse
from belongings.services.erasing import is_erased
from logs.tasks import refresh_patient_rates


class MayUseOrWasErased(MayUse):
    """An account that is gone has no session: its phone is told so by the owner that it names."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return _is_of_somebody_erased(request) or super().has_permission(request, view)


class Entries(JsonView):
    permission_classes = [MayUseOrWasErased]

    @describe("send_entries", {200: BatchResults}, body=Batch, conflict=True, examples=[examples.OUTBOX])
    def post(self, request: AccountRequest) -> Response:
        """The outbox of a phone: up to 50 operations in order, each answered by name."""
        batch = read(Batch, request.data)
        owner = batch.get("owner")
        if owner is not None and is_erased(owner):
            return Response({"results": [erased(one) for one in batch["operations"]]})
        if owner is None and not isinstance(request.auth, ApiToken):
            raise Refused(422, "owner_required", "With a session, say whose phone this is.")
        if owner not in (None, request.user.public_id):
            # The session changed between the phone's handshake and now.
            raise Refused(409, "wrong_owner", "These entries are somebody else's. Nothing was written.")
        schema = checked_layout(batch.get("schema"))
        outbox = Outbox(request.user, batch.get("sent_at"), schema)
        done = [do(outbox, operation) for operation in batch["operations"]]
        for patient_key in {key for _result, key in done if key is not None}:
            start_soon(refresh_patient_rates, patient_key)
        return Response({"results": [result for result, _key in done]})


def _is_of_somebody_erased(request: Request) -> bool:
    """Asked before the body is checked, so nothing about it is believed."""
    if request.user.is_authenticated or request.method != "POST":
        return False
    try:
        told: object = request.data
        owner = UUID(told["owner"]) if isinstance(told, dict) and isinstance(told.get("owner"), str) else None
    except ValueError:
        return False
    return owner is not None and is_erased(owner)
