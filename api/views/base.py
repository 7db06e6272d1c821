"""What every view of the JSON door has in common."""

from typing import Any

from rest_framework import exceptions, permissions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.domain.vocabulary import TokenScope
from accounts.models import ApiToken, User
from api.authentication import SessionAuthentication, TokenAuthentication
from api.errors import Malformed, Refused, answer
from api.parsers import StrictJson
from api.schema import Takes
from api.shapes.base import Shape, asked, read
from api.throttles import RequestsAMinute


class AccountRequest(Request):
    """A request behind `MayUse`."""

    user: User  # never anonymous there


class AlwaysJson(BaseContentNegotiation):
    """Whatever somebody would rather have."""

    def select_parser(self, request: Request, parsers: Any) -> Any:  # noqa: ANN401 - DRF's own
        return next((parser for parser in parsers if media_type(request) == parser.media_type), None)

    def select_renderer(
        self,
        request: Request,
        renderers: Any,  # noqa: ANN401 - DRF's own
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class MayUse(permissions.BasePermission):
    """Somebody with an account; a token for reading only reads."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        if request.user.is_leaving and not getattr(view, "open_while_leaving", False):
            raise exceptions.PermissionDenied("This account is about to be erased.", "leaving")
        token = request.auth
        if (
            isinstance(token, ApiToken)
            and token.scope == TokenScope.READ
            and request.method not in permissions.SAFE_METHODS
            and not getattr(view, "may_read_only", False)
        ):
            raise exceptions.PermissionDenied("This token may only read.", "read_only_token")
        return True


class JsonView(APIView):
    """JSON in, JSON out; every refusal with a status, a code and words."""

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    permission_classes: list[type[permissions.BasePermission]] = [MayUse]
    throttle_classes = [RequestsAMinute]
    parser_classes = [StrictJson]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = AlwaysJson

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Who asks is found out before how often; who is nobody counts by address."""
        self.format_kwarg = None
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        if not hasattr(self, (request.method or "").lower()):
            raise exceptions.MethodNotAllowed(str(request.method))
        self._refuse_unreadable(request)
        try:
            self.perform_authentication(request)
            self.check_permissions(request)
        except (exceptions.NotAuthenticated, exceptions.AuthenticationFailed):
            self.check_throttles(request)
            raise
        self.check_throttles(request)
        self._refuse_unread(request)

    def get_exception_handler(self) -> Any:  # noqa: ANN401 - DRF's own
        return answer

    def _refuse_unread(self, request: Request) -> None:
        """What a method does not read would be a wish without effect: `patient` not the least."""
        takes: Takes | None = getattr(getattr(self, (request.method or "").lower()), "takes", None)
        if takes is None:  # OPTIONS, and the description itself
            return
        if not takes.query:
            asked(Shape, request.query_params)
        if not takes.body and request.method not in permissions.SAFE_METHODS:
            read(Shape, request.data)

    def _refuse_unreadable(self, request: Request) -> None:
        """Before anything reads the body: Django's own parsers refuse in HTML."""
        if request.META.get("HTTP_TRANSFER_ENCODING"):
            raise Malformed("length_required", "Send the body with its Content-Length.")
        if request.META.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
            raise Refused(415, "content_encoding", "Send the body as it is, not compressed.")
        has_body = request.META.get("CONTENT_LENGTH") not in (None, "", "0")
        wanted = self.parser_classes[0].media_type
        if has_body and media_type(request) != wanted:
            raise Refused(415, "unsupported_media_type", f"Send {wanted}.")


def media_type(request: Request) -> str:
    """What the body is said to be, without its charset: fallrisk.middleware looks at that."""
    return (request.content_type or "").partition(";")[0].strip().lower()
