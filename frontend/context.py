from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """What every template may name. `layout` is the whole page, or its middle for htmx."""
    htmx = getattr(request, "htmx", None)
    return {
        "layout": "frontend/fragment.html" if htmx else "frontend/page.html",
        "app_name": settings.APP_NAME,
        "loopback_demo": settings.LOOPBACK_DEMO,
    }
