"""What every request must be, and what every answer carries."""

import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from api.errors import json_error
from frontend.views.errors import too_long, unreadable

# Nothing in the product needs any of these; a page that is broken into should not get them either.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)

Answer = Callable[[HttpRequest], HttpResponse]


class AnswerHeaders:
    """Keeps personal pages out of every cache, and names the browser features we do without."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        patch_vary_headers(response, ["HX-Request"])
        return response


JSON_DOOR = re.compile("/api(/|$)")
# What a refusal is called that nobody behind the JSON door made: it did not come so far.
REFUSALS = {
    400: ("bad_request", "This request cannot be read."),
    403: ("permission_denied", "This is not allowed."),
    404: ("not_found", "There is nothing here, or it is not yours to see."),
    405: ("method_not_allowed", "This address does not know this method."),
    413: ("too_large", f"Send at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes."),
    415: ("unsupported_media_type", "Send application/json in UTF-8."),
    503: ("unavailable", "The records are away for a moment. Send the same again; nothing is doubled."),
}
A_FAULT = ("server_error", "Something went wrong here, and we have a note of it.")


class JsonDoor:
    """Answers programs in JSON alone, whatever refused them, and sends nobody from http to https.

    A program that follows such a redirect has shown its token on the way, and will do so again.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not JSON_DOOR.match(request.path_info):
            return self.get_response(request)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return json_error(403, "https_required", "Use https. A token that came over http is to be ended.")
        response = self.get_response(request)
        is_json = response.get("Content-Type", "").startswith("application/json")
        if is_json or response.status_code < HTTPStatus.BAD_REQUEST:
            return response
        code, message = REFUSALS.get(response.status_code, A_FAULT)
        # The same answer with other words: its cookies and headers, and that the log has it already, stay.
        response.content = json_error(response.status_code, code, message).content
        response.headers["Content-Type"] = "application/json"
        response.headers["Content-Length"] = str(len(response.content))
        return response


READABLE = frozenset({"utf-8", "utf8"})
MOST_DRAINED = 32_000_000  # bytes
PIECE = 64_000


class ReadableRequests:
    """Refuses in words what no form of ours sends: too much at once, or letters in another encoding.

    Before anything reads the form or the address: Python knows encodings that are no encodings of
    letters, and fails over them.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in READABLE:
            # The page that refuses looks at the address, too; the public setter reads it as it was first.
            request._encoding = "utf-8"  # type: ignore[attr-defined]  # noqa: SLF001
            return unreadable(request)
        if _length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            _drain(request)
            return too_long(request)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # and Django reads nothing


def _drain(request: HttpRequest) -> None:
    """A browser shows the answer only when it could send all of the form."""
    for _piece in range(MOST_DRAINED // PIECE):
        if not request.read(PIECE):
            return
