"""What is told when nobody got to answer: a database that is away or full, or a mistake of ours."""

import re
import sys
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from api.errors import NOT_FOUND, json_error
from frontend.context import page
from frontend.phone_numbers import dialled

JSON_DOOR = re.compile("/api(/|$)")
REFUSALS = {
    400: ("bad_request", "This request cannot be read."),
    403: ("permission_denied", "This is not allowed."),
    404: ("not_found", NOT_FOUND),
    405: ("method_not_allowed", "This address does not know this method."),
    412: ("precondition_failed", "What is here is not what If-Match or If-Unmodified-Since asks for."),
    415: ("unsupported_media_type", "Send application/json in UTF-8."),
    503: ("unavailable", "The records are away for a moment. Send the same again; nothing is doubled."),
}
A_FAULT = ("server_error", "Something went wrong here, and we have a note of it.")
READ_ONLY = "25006"  # PostgreSQL's "read_only_sql_transaction", which psycopg counts among internal errors
TRY_AGAIN_AFTER = 10  # seconds, for programs; people are told a minute


def fault(request: HttpRequest) -> HttpResponse:
    """Django's handler500, in words or in JSON."""
    away = database_is_away(sys.exc_info()[1])
    status = HTTPStatus.SERVICE_UNAVAILABLE if away else HTTPStatus.INTERNAL_SERVER_ERROR
    response = refusal(status) if is_for_programs(request) else _page(request, status)
    if away:
        response.headers["Retry-After"] = str(TRY_AGAIN_AFTER)
    return response


def is_for_programs(request: HttpRequest) -> bool:
    return bool(JSON_DOOR.match(request.path_info))


def refusal(status: int) -> HttpResponse:
    """What the JSON door says where nobody behind it made the refusal: the request did not come so far."""
    return json_error(status, *REFUSALS.get(status, A_FAULT))


def too_large(most: int) -> HttpResponse:
    """Of a body: how many bytes may come."""
    return json_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", f"Send at most {most:,} bytes.")


def database_is_away(error: BaseException | None) -> bool:
    """Whether this fault, or one that led to it, is a database that is away, full or read-only."""
    while error is not None:
        if isinstance(error, (OperationalError, InterfaceError)):
            return True
        if getattr(error, "sqlstate", None) == READ_ONLY:
            return True
        error = error.__cause__ or error.__context__
    return False


def _page(request: HttpRequest, status: int) -> HttpResponse:
    """Rendered without the request: who is signed in stands in the database."""
    number = settings.EMERGENCY_NUMBER
    context = {**page(request), "emergency": {"shown": number, "dialled": dialled(number)}}
    return HttpResponse(render_to_string(f"{status:d}.html", context), status=status)
