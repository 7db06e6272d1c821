"""Django's handler of requests, for headers that Django fails over before any of our code could object."""

from collections.abc import Mapping

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Request(WSGIRequest):
    """Django decodes the address while it reads this header."""

    def _set_content_type_params(self, meta: Mapping[str, str]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except (LookupError, ValueError, SuspiciousOperation):
            # Refused by fallrisk.middleware.ReadableRequests.
            self.content_type, self.content_params = "", {"charset": "unreadable"}
            self._encoding = "utf-8"


class Handler(WSGIHandler):
    request_class = Request
