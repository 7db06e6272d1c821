from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

Answer = Callable[..., HttpResponse]


class ReadersClock:
    """Shows times in the reader's own zone: the patient's, or the installation's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(ZoneInfo(settings.DEFAULT_PATIENT_TIME_ZONE)):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Answer, _args: list[object], _kwargs: dict[str, object]
    ) -> None:
        """Asks who reads, but for answers that are the same for everybody: those ask for no cookie."""
        if getattr(view, "is_same_for_everybody", False):
            return
        patient = getattr(request.user, "patient", None) if request.user.is_authenticated else None
        if patient:
            timezone.activate(ZoneInfo(patient.time_zone))
