"""Django's handler of requests, for headers that Django fails over before any of our code could object.

And for answers without a body, which Django leaves to the server: gunicorn complains of each.
"""

from collections.abc import Mapping

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase


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

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """To HEAD with the headers of GET, the length too, and nothing after them."""
        response = super().get_response(request)
        if request.method == "HEAD":
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = ()
            elif isinstance(response, HttpResponse):
                response.content = b""
        return response
