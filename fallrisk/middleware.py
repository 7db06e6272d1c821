"""What every request must be, and what every answer carries."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from api.errors import json_error
from fallrisk.faults import is_for_programs, refusal, too_large
from fallrisk.uploads import OnePhoto, takes_a_photo
from frontend.views.errors import photo_too_large, too_long, unreadable

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


class JsonDoor:
    """Answers programs in JSON alone, whatever refused them, and sends nobody from http to https.

    A program that follows such a redirect has shown its token on the way, and will do so again.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_for_programs(request):
            return self.get_response(request)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return json_error(403, "https_required", "Use https. A token that came over http is to be ended.")
        response = self.get_response(request)
        is_json = response.get("Content-Type", "").startswith("application/json")
        if is_json or response.status_code < HTTPStatus.BAD_REQUEST:
            return response
        # The same answer with other words: its cookies and headers, and that the log has it already, stay.
        response.content = refusal(response.status_code).content
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
            return refusal(415) if is_for_programs(request) else unreadable(request)
        with_photo = takes_a_photo(request)
        most = settings.PHOTO_UPLOAD_MAX_SIZE if with_photo else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if _length(request) > most:
            _drain(request)
            if is_for_programs(request):
                return too_large(most)
            return photo_too_large(request) if with_photo else too_long(request)
        if with_photo:
            request.upload_handlers = [OnePhoto(request)]
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
