from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class ReadersClock:
    """Shows times in the reader's own zone: the patient's, or the installation's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        patient = getattr(request.user, "patient", None) if request.user.is_authenticated else None
        zone = patient.time_zone if patient else settings.DEFAULT_PATIENT_TIME_ZONE
        with timezone.override(ZoneInfo(zone)):
            return self.get_response(request)
