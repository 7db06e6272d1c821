"""How lines of log look, and what never enters one.

Values come into logs through errors: a database's complaint holds the row, an exception its argument. So
of an exception its class and its places in the code are kept, and of other people's warnings and errors
the sentence without what it was about. Whoever meets what is sent does so at every level. Plain Python:
settings read this before Django is there.
"""

import http.client
import logging
import re
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

OURS = ("accounts", "api", "fallrisk", "frontend", "logs", "monitoring", "reminders")
MEET_WHAT_IS_SENT = ("django", "gunicorn")
# Where values begin in a sentence that came ready-made, "Invalid request from ip=..."; not the ' of "can't".
FIRST_VALUE = re.compile(r"[\"=:([{<]|(?<!\w\w)'|\b\d")

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Keeps values out of what is formatted."""

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging's name
        kind, _error, place = ei
        lines = [kind.__name__ if kind else "no exception"]
        while place is not None:
            code = place.tb_frame.f_code
            lines.append(f"  {code.co_filename}:{place.tb_lineno} {code.co_name}")
            place = place.tb_next
        return "\n".join(lines)

    def format(self, record: logging.LogRecord) -> str:
        if _may_speak(record):
            return super().format(record)
        quiet = logging.makeLogRecord(record.__dict__)
        quiet.args, quiet.exc_text, quiet.stack_info = (), None, None
        if record.name.startswith("django.security."):
            # Django takes a foreign Host for an error of ours, with all places in the code.
            quiet.levelno, quiet.levelname, quiet.exc_info = logging.WARNING, "WARNING", None
        quiet.msg = _sentence(record)
        return super().format(quiet)


class Line(Discreet):
    """For a terminal."""


class Json(Discreet, JsonFormatter):
    """For a collector: one object a line."""

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        for name in ("request", "data", "color_message"):  # what others attach may hold anything
            log_data.pop(name, None)


def _may_speak(record: logging.LogRecord) -> bool:
    room = record.name.partition(".")[0]
    return room in OURS or (record.levelno == logging.INFO and room not in MEET_WHAT_IS_SENT)


def _sentence(record: logging.LogRecord) -> str:
    task = getattr(record, "data", None)
    if record.name == "celery.app.trace" and isinstance(task, dict):
        return f"task {task.get('name')} {task.get('id')} failed"
    if record.name.startswith("django.security."):
        return "a request was refused"  # the logger's name says why
    if record.name == "django.request":
        return http.client.responses.get(getattr(record, "status_code", 0), "a request failed")
    if not record.args:
        return FIRST_VALUE.split(str(record.msg), maxsplit=1)[0].rstrip()
    if record.name.startswith("gunicorn.") and all(isinstance(value, int) for value in record.args):
        return record.getMessage()  # numbers of processes
    return str(record.msg)


def logging_of(*, form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING; `form` is "json", with a line for each request, or "line"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {
                "()": "django_guid.log_filters.CorrelationId",
                "correlation_id_field": "request_id",
            }
        },
        "formatters": {
            "line": {"()": Line, "format": "{levelname} {name} {message}", "style": "{"},
            "json": {
                "()": Json,
                "format": "{levelname}{name}{message}{request_id}",
                "style": "{",
                "rename_fields": {"levelname": "level", "name": "logger"},
                "timestamp": "time",
            },
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["request_id"]}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # A page not found is a stranger's 404: normal, and its path is nobody's business.
            "django.request": {"level": "ERROR"},
            "django_guid": {"level": "WARNING"},
            "monitoring.requests": {"level": "INFO" if form == "json" else "WARNING"},
            # gunicorn sets up its own, past ours.
            "gunicorn.error": {"level": "INFO", "handlers": ["console"], "propagate": False},
        },
    }
