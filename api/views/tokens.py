"""Tokens: made with a password, ended by themselves."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.domain.vocabulary import TokenScope
from accounts.errors import IsLeaving, SecondFactorMissing
from accounts.jobs import start_soon
from accounts.models import AccountMail, ApiToken, User
from accounts.services.addresses import promise_notice
from accounts.services.devices import mark_of
from accounts.services.tokens import end_token, make_token
from accounts.tasks import send_mail_now
from api.errors import Refused
from api.schema import describe
from api.shapes.base import read
from api.shapes.errors import Error
from api.shapes.tokens import SignIn, TokenShown
from api.views.base import AccountRequest, JsonView

SIGN_INS_WAIT = 60  # seconds
FAILED_SIGN_INS_WAIT = 300  # seconds, as the page says


class Tokens(JsonView):
    authentication_classes = []
    permission_classes = [AllowAny]

    @describe(
        "make_token",
        {
            201: TokenShown,
            401: OpenApiResponse(Error, "Email and password do not belong together."),
            403: OpenApiResponse(Error, "A second factor is needed, or the account is about to be erased."),
        },
        body=SignIn,
        with_account=False,
    )
    def post(self, request: Request) -> Response:
        """A token for an email and its password. The limits are those of the sign-in page."""
        told = read(SignIn, request.data)
        account = _account(request, told["email"], told["password"])
        try:
            made = make_token(
                account=account,
                name=told["name"],
                scope=told.get("scope", TokenScope.WRITE),
                now=timezone.now(),
                by_password=True,
            )
        except IsLeaving as error:
            raise Refused(403, error.code, str(error.message)) from None
        except SecondFactorMissing:
            raise Refused(
                403,
                "second_factor_required",
                "A password alone is not enough here. Make the token in the pages, under More, Programs.",
            ) from None
        if not mark_of(request._request, account):  # noqa: SLF001 - whose cookies those are
            mail = promise_notice(kind=AccountMail.Kind.NEW_DEVICE, account=account)
            if mail is not None:
                start_soon(send_mail_now, mail.pk)
        return Response({"token": made.key}, status=201)


class CurrentToken(JsonView):
    open_while_leaving = True
    may_read_only = True

    @describe("end_token", {204: None})
    def delete(self, request: AccountRequest) -> Response:
        """End the token that this request comes with."""
        if not isinstance(request.auth, ApiToken):
            raise Refused(404, "not_found", "This request comes without a token.")
        end_token(token=request.auth, by=request.user)
        return Response(status=204)


def _account(request: Request, email: str, password: str) -> User:
    page = request._request  # noqa: SLF001 - what the limits of pages look at
    if not ratelimit.consume(page, action="login"):
        raise exceptions.Throttled(wait=SIGN_INS_WAIT)
    try:
        account = get_adapter().authenticate(page, email=email.lower(), password=password)
    except ValidationError:
        raise exceptions.Throttled(wait=FAILED_SIGN_INS_WAIT) from None
    if not isinstance(account, User):
        raise Refused(
            401, "wrong_credentials", "Email and password do not belong together. Check both and try again."
        )
    return account
