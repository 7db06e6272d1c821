"""Health and figures, for machines. Nothing here knows a session, a cookie or a person."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from monitoring.health import OK, delivery, readiness


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """This process answers; nothing else is asked."""
    return JsonResponse({"status": OK})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    now = timezone.now()
    found = readiness(now=now)
    response = JsonResponse(found | delivery(now=now), status=200 if set(found.values()) == {OK} else 503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own way
    return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus; off by default. Whoever has no token is told nothing is there."""
    if not settings.METRICS or not _may_read(request):
        raise Http404
    from monitoring.figures import CONTENT_TYPE, exposition

    return HttpResponse(exposition(), content_type=CONTENT_TYPE)


def _may_read(request: HttpRequest) -> bool:
    if settings.LOOPBACK_DEMO and not settings.METRICS_TOKEN:
        return True
    return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}")
