"""The app on a phone."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from frontend.same_for_everybody import same_for_everybody
from frontend.web_manifest import web_manifest

AN_HOUR = 3600


@require_safe
@same_for_everybody(seconds=AN_HOUR)
def manifest(request: HttpRequest) -> HttpResponse:
    """What the browser reads before it offers to install."""
    return JsonResponse(web_manifest(), content_type="application/manifest+json")
