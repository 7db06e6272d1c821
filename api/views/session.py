from django.middleware.csrf import get_token
from django.utils import timezone
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from api.schema import describe
from api.shapes.session import SessionShown
from api.views.base import JsonView


class Session(JsonView):
    permission_classes = [AllowAny]

    @describe("get_session", {200: SessionShown})
    def get(self, request: Request) -> Response:
        """Whose session this is, a fresh CSRF token and what time it is; 200 for anybody."""
        user = request.user if isinstance(request.user, User) else None
        return Response(
            {
                "owner": str(user.public_id) if user else None,
                "csrf_token": get_token(request._request),  # noqa: SLF001 - DRF's own way to it
                "time_zone": user.patient.time_zone if user and user.is_patient else None,
                "now": timezone.now().isoformat(),
            }
        )
