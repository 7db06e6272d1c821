"""The app on a phone: what the phone is told, and what the person is."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.acting import AccountRequest
from frontend.devices import Device, device_of, is_safari_of_iphone
from frontend.same_for_everybody import same_for_everybody
from frontend.web_manifest import web_manifest

AN_HOUR = 3600


@require_safe
@same_for_everybody(seconds=AN_HOUR)
def manifest(request: HttpRequest) -> HttpResponse:
    """What the browser reads before it offers to install."""
    return JsonResponse(web_manifest(), content_type="application/manifest+json")


@require_safe
def install(request: HttpRequest) -> HttpResponse:
    """How to put the app on this device; the others below."""
    return render(request, "frontend/install/install.html", {"nav": "install", **_ways(request)})


@login_required
@require_safe
def joining_install(request: AccountRequest) -> HttpResponse:
    """The last screen of joining: the same words once, and on to the diary."""
    return render(request, "frontend/install/install.html", {"joining": True, **_ways(request)})


def _ways(request: HttpRequest) -> dict[str, object]:
    user_agent = request.headers.get("User-Agent", "")
    here = device_of(user_agent)
    return {
        "here": here,
        "ways": [here, *(device for device in Device if device != here)],
        "is_safari": is_safari_of_iphone(user_agent),
    }
