"""The application with a fault planted into it: a judge that misses it is no judge."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from fallrisk.wsgi import application

StartResponse = Callable[..., Any]


def planted_500(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Fails over one kind of window."""
    if environ["PATH_INFO"] == "/api/v1/rates/" and "12_months" in environ["QUERY_STRING"]:
        return _answer("500 Internal Server Error", start_response)
    return application(environ, start_response)


def planted_status(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answers a sweep with a status that nobody was told of."""
    if environ["PATH_INFO"] == "/api/v1/diary-sweeps/" and environ["REQUEST_METHOD"] == "POST":
        return _answer("418 I am a teapot", start_response)
    return application(environ, start_response)


def _answer(status: str, start_response: StartResponse) -> Iterable[bytes]:
    body = json.dumps({"code": "planted", "message": "A planted fault.", "errors": []}).encode()
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
