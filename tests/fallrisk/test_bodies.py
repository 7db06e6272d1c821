"""What no form of ours sends is refused in words: too much at once, or letters in another encoding."""

import logging

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from fallrisk.handler import Handler, Request
from tests.people import fall, make_patient, signed_in

pytestmark = pytest.mark.django_db

BODY = b'--B\r\nContent-Disposition: form-data; name="email"\r\n\r\n\\ud800x\r\n--B--\r\n'
BROKEN = "multipart/form-data; boundary*=undefined''B"
STRANGE = [
    "raw_unicode_escape",
    "unicode_escape",
    "zip",
    "rot13",
    "idna",
    "undefined",
    "utf-16",
    "utf-7",
    "x",
]


@pytest.mark.parametrize("charset", STRANGE)
def test_a_form_in_another_encoding_is_refused_in_words(charset: str) -> None:
    for kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        content_type = f"{kind}; charset={charset}; boundary=B"
        answer = Client().generic("POST", "/join/", BODY, content_type=content_type)
        assert answer.status_code == 415
        assert b"We could not read that" in answer.content


@pytest.mark.parametrize("content_type", [*(f"text/plain; charset={name}" for name in STRANGE), BROKEN])
def test_an_address_is_not_read_in_another_encoding_either(content_type: str) -> None:
    request = RequestFactory().generic("GET", "/sign-in/?q=%5Cud800").environ | {"CONTENT_TYPE": content_type}
    handler = Handler()
    handler.load_middleware()
    answer = handler.get_response(Request(request))
    assert isinstance(answer, HttpResponse)
    assert answer.status_code == 415
    assert b"We could not read that" in answer.content


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", '"utf-8"'])
def test_a_form_that_says_utf_8_is_read(charset: str) -> None:
    content_type = f"application/x-www-form-urlencoded; charset={charset}"
    assert Client().generic("POST", "/join/", b"", content_type=content_type).status_code == 422


def test_a_note_of_ten_megabytes_is_refused_in_words_and_leaves_no_error_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    anna = make_patient("Anna")
    note = f"/falls/{fall(anna).public_id}/questions/note/"
    for typed in ({"note": "x" * 10_000_000}, {"note": "ä" * 600_000}):
        answer = signed_in(anna.user).post(note, typed)
        assert answer.status_code == 413
        assert b"That was too long to save" in answer.content
        assert b"Go to the start" in answer.content
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_the_same_is_told_where_the_form_was_sent_by_htmx() -> None:
    answer = signed_in(make_patient("Anna").user).post(
        "/profile/name/", {"name": "x" * 2_000_000}, headers={"hx-request": "true"}
    )
    page = answer.content.decode()
    assert answer.status_code == 413
    assert 'id="screen"' in page
    assert "<html" not in page
    assert '{"code":"[45]..","swap":true,"error":true}' in Client().get("/").content.decode()


def test_a_stranger_is_told_the_same() -> None:
    answer = Client().post("/join/", {"name": "x" * 2_000_000})
    assert answer.status_code == 413
    assert b"That was too long to save" in answer.content


def test_as_much_as_the_limit_is_read(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    content_type = "application/x-www-form-urlencoded"
    for length, status in ((1000, 422), (1001, 413)):
        body = b"name=" + b"x" * (length - 5)
        assert Client().generic("POST", "/join/", body, content_type=content_type).status_code == status


def test_a_form_of_a_thousand_fields_is_refused_by_a_page_of_ours() -> None:
    answer = Client().post("/join/", {f"field{number}": "x" for number in range(1000)})
    assert answer.status_code == 400
    assert b"We could not read that" in answer.content


def test_the_note_takes_no_more_than_can_be_saved() -> None:
    anna = make_patient("Anna")
    page = signed_in(anna.user).get(f"/falls/{fall(anna).public_id}/questions/note/").content.decode()
    assert 'maxlength="2000"' in page
