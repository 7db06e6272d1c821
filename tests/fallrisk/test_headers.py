"""What a browser is told beside every page."""

import pytest
from django.test import Client

from tests.people import make_patient, signed_in

pytestmark = pytest.mark.django_db


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
