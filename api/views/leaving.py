"""Leaving, for programs: asked for with the password, taken back in time."""

from zoneinfo import ZoneInfo

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse
from rest_framework.response import Response

from accounts.domain.leaving import erased_at
from accounts.jobs import start_soon
from accounts.models import ApiToken, User
from accounts.services.leaving import ask_to_be_erased, stay
from accounts.tasks import send_mail_now
from api.errors import Refused
from api.reauthentication import check_password
from api.schema import describe
from api.shapes.base import read
from api.shapes.belongings import Leaving, LeavingShown
from api.shapes.errors import Error
from api.views.base import AccountRequest, JsonView
from reminders.services.subscriptions import end_all_subscriptions


class AccountDeletion(JsonView):
    open_while_leaving = True

    @describe("ask_for_erasure", {202: LeavingShown}, body=Leaving)
    def post(self, request: AccountRequest) -> Response:
        """Everything of the account is erased on that day. Others lose access now, and so do all other
        tokens and sessions; this token can only take it back."""
        told = read(Leaving, request.data)
        check_password(request, told["password"])
        asked_by = request.auth if isinstance(request.auth, ApiToken) else None
        mail = ask_to_be_erased(account=request.user, now=timezone.now(), asked_by=asked_by)
        end_all_subscriptions(request.user)
        if mail is not None:
            start_soon(send_mail_now, mail.pk)
        request.user.refresh_from_db()
        return Response(_shown(request.user), status=202)

    @describe(
        "get_erasure",
        {200: LeavingShown, 404: OpenApiResponse(Error, "Nobody asked to erase this account.")},
    )
    def get(self, request: AccountRequest) -> Response:
        """When the account is erased."""
        if not request.user.is_leaving:
            raise Refused(404, "not_found", "Nobody asked to erase this account.")
        return Response(_shown(request.user))

    @describe("take_back_erasure", {204: None})
    def delete(self, request: AccountRequest) -> Response:
        """The account stays. Access that had ended stays ended."""
        stay(account=request.user, now=timezone.now())
        return Response(status=204)


def _shown(account: User) -> dict[str, object]:
    erased = erased_at(account.leaving_since or timezone.now())
    zone = account.patient.time_zone if account.is_patient else None
    return {"erased_on": timezone.localdate(erased, ZoneInfo(zone) if zone else None).isoformat()}
