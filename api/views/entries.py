from rest_framework.response import Response

from accounts.jobs import start_soon
from accounts.models import ApiToken
from api import examples
from api.errors import Refused
from api.layouts import checked_layout
from api.outbox import Outbox, do
from api.schema import describe
from api.shapes.base import read
from api.shapes.operations import Batch, BatchResults
from api.views.base import AccountRequest, JsonView
from logs.tasks import refresh_patient_rates


class Entries(JsonView):
    @describe("send_entries", {200: BatchResults}, body=Batch, conflict=True, examples=[examples.OUTBOX])
    def post(self, request: AccountRequest) -> Response:
        """The outbox of a phone: up to 50 operations in order, each answered by name."""
        batch = read(Batch, request.data)
        owner = batch.get("owner")
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
