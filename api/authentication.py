"""Who is asking: a program with a token, or a page with its session."""

from django.utils import timezone
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.services.tokens import token_behind

OPENS_NOTHING = (
    "This token opens nothing: it has ended, or was copied in part. Make one in your account, under Programs."
)


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Token KEY`."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        kind, _space, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if kind.lower() != "token":
            return None
        token = token_behind(key.strip(), now=timezone.now())
        if token is None:
            raise exceptions.AuthenticationFailed(OPENS_NOTHING, "unknown_token")
        return token.account, token

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class SessionAuthentication(authentication.SessionAuthentication):
    """The session of a page, with its CSRF token in X-CSRFToken."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise exceptions.PermissionDenied(
                "The CSRF token is missing or old. Get a new one from session/.", "csrf_failed"
            ) from None
