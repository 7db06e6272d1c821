from collections.abc import Callable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from allauth.account import app_settings
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.urls import is_valid_path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from frontend.signals import LEFT_UNDONE

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


class LeftUndone:
    """Leads whoever was signed out before a button's request came back to the page that has the button.

    Signing in goes on with a GET, and most of those addresses only take a POST.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        to_sign_in = response.get("Location", "").startswith(f"{resolve_url(settings.LOGIN_URL)}?")
        if request.method != "POST" or not to_sign_in or request.user.is_authenticated:
            return response
        if ratelimit.consume(request, action="left_undone"):  # who presses on and on fills no table
            # Somebody who is not signed in has a session no longer than a sign-in takes.
            request.session.set_expiry(app_settings.LOGIN_TIMEOUT)
            request.session[LEFT_UNDONE] = True
        return redirect_to_login(_page_before(request))


def _page_before(request: HttpRequest) -> str:
    """Where the button stood, if that is a page of ours; else Home."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        before = urlsplit(referer)
        if is_valid_path(before.path):
            return before._replace(scheme="", netloc="", fragment="").geturl()
    return reverse("home")


class ButtonsAddresses:
    """Says in words that an address is a button's: by itself Django answers with an empty page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_looked_at = request.method in {"GET", "HEAD"} and request.accepts("text/html")
        if is_looked_at and isinstance(response, HttpResponseNotAllowed):
            response.content = render_to_string("405.html", request=request)
        return response
