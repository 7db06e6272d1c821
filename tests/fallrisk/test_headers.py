"""What a browser is told beside every page."""

from collections.abc import Callable
from wsgiref.util import FileWrapper

import pytest
from django.test import Client, RequestFactory

from fallrisk.handler import Handler
from tests.people import make_patient, signed_in

pytestmark = pytest.mark.django_db

Write = Callable[[bytes], None]


def test_pages_allow_no_inline_script_or_style_and_no_frame() -> None:
    policy = Client().get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self'" in policy


def test_annas_pages_lie_in_no_cache() -> None:
    anna = make_patient("Anna")
    answer = signed_in(anna.user).get("/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "HX-Request" in answer.headers["Vary"]


def test_pages_ask_for_no_camera_and_tell_no_other_site_where_anna_was() -> None:
    answer = Client().get("/")
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "path", ["/health/live", "/health/ready", "/", "/api/v1/session/", "/favicon.ico", "/no/"]
)
def test_a_monitor_that_asks_for_the_head_alone_is_told_the_length_and_sent_nothing(path: str) -> None:
    (got, whole), (asked, nothing) = served("GET", path), served("HEAD", path)
    assert (asked["status"], asked["Content-Length"]) == (got["status"], got["Content-Length"])
    assert len(whole) == int(got["Content-Length"])
    assert nothing == b""


def nobody_writes(_piece: bytes) -> None:
    raise AssertionError("Django returns what is to be sent")


def served(method: str, path: str) -> tuple[dict[str, str], bytes]:
    """What a server gets from us to send; Django's own client would drop the body by itself."""
    told: dict[str, str] = {}

    def start_response(status: str, headers: list[tuple[str, str]], *_error: object) -> Write:
        told.update(headers, status=status)
        return nobody_writes

    environ = RequestFactory().generic(method, path).environ | {"wsgi.file_wrapper": FileWrapper}
    answer = Handler()(environ, start_response)
    return told, b"".join(answer)
