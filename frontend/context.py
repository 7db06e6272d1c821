from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from frontend.phone_numbers import emergency_number


def page(request: HttpRequest) -> dict[str, object]:
    """What every template may name. `layout` is the whole page, or its middle for htmx."""
    htmx = getattr(request, "htmx", None)
    return {
        "layout": "frontend/fragment.html" if htmx else "frontend/page.html",
        "app_name": settings.APP_NAME,
        "loopback_demo": settings.LOOPBACK_DEMO,
        **phone_context(),
    }


def phone_context() -> dict[str, object]:
    """What a page's phone side needs, whoever reads it."""
    emergency = emergency_number()
    return {
        "worker_url": reverse("service_worker") if settings.SERVICE_WORKER else "",
        "emergency_number": emergency["shown"],
        "emergency_dialled": emergency["dialled"],
    }
