"""What is told when a request ends in a fault: a database that is away or full, or a mistake of ours."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from frontend.context import page
from frontend.views.safety import dialled

READ_ONLY = "25006"  # PostgreSQL's "read_only_sql_transaction", which psycopg counts among internal errors
TRY_AGAIN_AFTER = 10  # seconds, for programs; people are told a minute


def fault(request: HttpRequest) -> HttpResponse:
    """Django's handler500; under /api/ fallrisk.middleware.JsonDoor says the same in JSON.

    Rendered without the request: who is signed in stands in the database.
    """
    away = database_is_away(sys.exc_info()[1])
    number = settings.EMERGENCY_NUMBER
    context = {**page(request), "emergency": {"shown": number, "dialled": dialled(number)}}
    response = HttpResponse(
        render_to_string("503.html" if away else "500.html", context), status=503 if away else 500
    )
    if away:
        response.headers["Retry-After"] = str(TRY_AGAIN_AFTER)
    return response


def database_is_away(error: BaseException | None) -> bool:
    """Whether this fault, or one that led to it, is a database that is away, full or read-only."""
    while error is not None:
        if isinstance(error, (OperationalError, InterfaceError)):
            return True
        if getattr(error, "sqlstate", None) == READ_ONLY:
            return True
        error = error.__cause__ or error.__context__
    return False
