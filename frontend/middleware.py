from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
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


# What somebody who is leaving may still open: taking it back, their archive, and the way out.
OPEN_WHILE_LEAVING = frozenset(
    {
        "leaving",
        "leaving_undoing",
        "exports",
        "export",
        "export_file",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_change_password",
        "account_confirm_email",
        "manifest",
        "service_worker",
        "log",
        "log_facts",
        "javascript_catalog",
    }
)


class LeavingAccounts:
    """Whoever asked to be erased meets one page until they are: the one that takes it back."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Answer, _args: list[object], _kwargs: dict[str, object]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if getattr(view, "is_same_for_everybody", False) or match is None or match.namespaces == ["api"]:
            return None  # the JSON door refuses in its own words
        leaving = request.user.is_authenticated and request.user.is_leaving
        if not leaving or match.url_name in OPEN_WHILE_LEAVING:
            return None
        return redirect("leaving")
