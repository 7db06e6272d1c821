from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from accounts.services.sessions import is_over, note_visit


class SignedInStill:
    """Signs out whoever stayed too long, or too long without a visit."""

    def __init__(self, get_response: Callable[..., HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        _args: list[object],
        _kwargs: dict[str, object],
    ) -> None:
        """Asks who it is, but for answers that are the same for everybody: those ask for no cookie."""
        if getattr(view, "is_same_for_everybody", False) or not isinstance(request.user, User):
            return
        now = timezone.now()
        if is_over(request.session, request.user, now):
            logout(request)
        elif note_visit(request.session, request.user, now):
            UserSession.objects.create_from_request(request)
            UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)
