"""One line of log and one figure for each request: by the name of its address, not by what stands in it."""

import logging
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

log = logging.getLogger("monitoring.requests")

# Asked every few seconds by machines.
UNTOLD = frozenset({"health_live", "health_ready", "metrics"})


FOR_MACHINES = frozenset({"/health/live", "/health/ready", "/metrics"})


class AskedByAddress:
    """Machines ask each container by its address, which ALLOWED_HOSTS cannot name beforehand.

    What they are answered depends on no host.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in FOR_MACHINES:
            request.META["HTTP_HOST"] = urlsplit(settings.ORIGIN).netloc
        return self.get_response(request)


class OperatorsWatch:
    """Each request may have its process look whether mails go out (monitoring.watch); it does not wait."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.OPERATOR_EMAIL:
            raise MiddlewareNotUsed
        from monitoring.watch import Watchman

        self.get_response = get_response
        self.watchman = Watchman()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.watchman.look_soon()
        return self.get_response(request)


class RequestRecord:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        match = request.resolver_match
        route = (match.view_name if match else "") or "none"
        if route not in UNTOLD and not request.path_info.startswith(settings.STATIC_URL):
            self._record(request.method or "", route, response.status_code, seconds)
        return response

    def _record(self, method: str, route: str, status: int, seconds: float) -> None:
        method = method if method in KNOWN_METHODS else "other"
        log.info(
            "%s %s %s",
            method,
            route,
            status,
            extra={"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)},
        )
        if settings.METRICS:
            from monitoring.figures import requests

            requests.labels(method, route, str(status)).observe(seconds)


# Anything else would make a line of figures of its own.
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
