"""Headers, addresses, queries and methods that no program should send: refused in JSON, and no fault."""

import gzip
import json
import zlib

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from fallrisk.handler import Handler, Request
from tests.api.client import API, Answer, Program
from tests.api.doors import house, refused, rows
from tests.people import fall, make_patient, signed_in

pytestmark = pytest.mark.django_db

MEGABYTE = 1_000_000
A_BOMB = gzip.compress(b"[" * (50 * MEGABYTE), mtime=0)
LISTS = ("falls/", "diary-days/", "rates/", "patients/", "care-links/")
METHODS = ("OPTIONS", "HEAD", "TRACE", "CONNECT", "PROPFIND", "get_exception_handler", "__init__", "INITIAL")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/plain", b"{}"),
        ("application/x-www-form-urlencoded", b"kind=fall"),
        ("multipart/form-data; boundary=B", b"--B--"),
        ("multipart/form-data", b"--B--"),
        ("application/jsonx", b"{}"),
        ("application/json, text/plain", b"{}"),
        ("application/vnd.api+json", b"{}"),
        ("application/xml", b"<x/>"),
        ("", b"{}"),
        (";", b"{}"),
        ("application/json; charset=utf-16", b"{}"),
        ("application/json; charset=latin-1", b"{}"),
        ("application/json; charset=zip", b"{}"),
    ],
)
def test_a_body_that_says_it_is_something_else_is_refused(content_type: str, body: bytes) -> None:
    home = house()
    before = rows()
    for door in home.doors:
        refused(home.knock_raw(door, body, content_type), 415)
    assert rows() == before


@pytest.mark.parametrize(
    "written", ["application/json; charset=\x00", "application/json; boundary*=undefined''B"]
)
def test_a_header_that_python_fails_over_is_refused_too(written: str) -> None:
    environment = RequestFactory().post(f"{API}falls/", b"{}", content_type="application/json").environ
    handler = Handler()
    handler.load_middleware()
    refused(Answer(handler.get_response(Request(environment | {"CONTENT_TYPE": written}))), 415)


@pytest.mark.parametrize("written", ["application/json; charset=utf-8", "Application/JSON;charset=UTF8"])
def test_json_in_utf_8_may_say_so(written: str) -> None:
    home = house()
    door = home.doors[1]
    assert home.knock_raw(door, json.dumps(door.content).encode(), written).status == 201


def test_two_megabytes_are_refused_whoever_sends_them() -> None:
    home = house()
    before = rows()
    for door in home.doors:
        for body in (b" " * 2 * MEGABYTE, b'{"note": "' + b"x" * 2 * MEGABYTE + b'"}', b"[" * 2 * MEGABYTE):
            refused(home.knock_raw(door, body), 413, code="too_large")
    refused(Program().send_raw("POST", "nothing/", b"x" * 2 * MEGABYTE), 413)
    assert rows() == before
    refused(Answer(signed_in(home.anna.user).post(f"{API}falls/", {"note": "x" * 2 * MEGABYTE})), 413)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"{}", mtime=0)),
        ("gzip", A_BOMB),
        ("GZIP, gzip", A_BOMB),
        ("deflate", zlib.compress(b"{}")),
        ("br", b"{}"),
        ("identity, gzip", b"{}"),
        ("\x00", b"{}"),
    ],
)
def test_a_compressed_body_is_refused_unopened(encoding: str, body: bytes) -> None:
    home = house()
    before = rows()
    for door in home.doors:
        refused(home.knock_raw(door, body, **{"Content-Encoding": encoding}), 415, code="content_encoding")
    assert rows() == before


def test_a_body_without_its_length_is_refused() -> None:
    home = house()
    before = rows()
    for door in home.doors:
        refused(home.knock_raw(door, b"{}", **{"Transfer-Encoding": "chunked"}), 400, code="length_required")
    assert rows() == before


def test_nothing_at_all_is_an_object_without_fields() -> None:
    home = house()
    needed = {"falls": "occurred_at", "entries": "operations", "tokens": "email", "care_links": "code"}
    for door in home.doors:
        if door.name in needed:
            for content_type in ("application/json", "text/plain", ""):
                answer = home.knock_raw(door, b"", content_type)
                refused(answer, 422)
                assert answer.fields[needed[door.name]] == "required"


@pytest.mark.parametrize(
    "header",
    [
        "Token \xff\xfe",
        "T\xf6ken x",
        "Token  two-spaces",
        "Token " + "x" * 10_000,
        "x" * 10_000,
        "Token a\x00b",
        "Token \xed\xa0\x80",
        "Token frt_\tx",
        "Basic YTpi",
        "Bearer " + "x" * 100,
    ],
)
def test_a_key_that_is_none_opens_nothing_and_is_no_fault(header: str) -> None:
    home = house()
    before = rows()
    for program in [home.program, *(door.program for door in home.doors if door.program)]:
        program.headers["Authorization"] = header
    for door in home.doors:
        if door.name != "tokens":
            refused(home.knock(door, door.content), 401)
    for path in LISTS:
        refused(home.program.get(path), 401)
    assert rows() == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Accept", "text/html"),
        ("Accept", "\xff"),
        ("Accept-Language", "\xff" * 2_000),
        ("X-Forwarded-For", "\x00, 1.2.3.4"),
        ("X-Forwarded-For", "x" * 5_000),
        ("If-None-Match", '"\xff'),
        ("If-None-Match", "*"),
        ("If-Match", '"other"'),
        ("Range", "bytes=0-1"),
        ("Cookie", "sessionid=\x00\xff; csrftoken=\xff"),
        ("Cookie", "sessionid=" + "x" * 5_000),
        ("X-CSRFToken", "\xff"),
        ("X-HTTP-Method-Override", "DELETE"),
        ("HX-Request", "true"),
        ("Referer", "\xff"),
        ("Origin", "null"),
        ("Expect", "100-continue"),
    ],
)
def test_strange_headers_are_passed_over(name: str, value: str) -> None:
    anna = make_patient()
    fall(anna)
    program = Program(anna.user)
    program.headers[name] = value
    for path in ("falls/", "session/", "rates/", "care-links/"):
        answer = program.get(path)
        assert answer.status in (200, 304, 412)
        assert answer.status == 412 or "text/html" not in answer.response.headers.get("Content-Type", "")
    assert program.send("POST", "nothing/").status in (403, 404)


@pytest.mark.parametrize(
    "query",
    [
        "%00",
        "%00=1",
        "patient=%00",
        "patient=%ff",
        "%ff=%fe",
        "cursor=%00",
        "cursor=%ff",
        "cursor=",
        "cursor=gAAAAAB" + "x" * 200,
        "cursor=%ED%A0%80",
        "first=0000-00-00",
        "first=%ff",
        "last=2026-13-01",
        "colour=blue",
        "colour=blue&colour=red",
        "&".join(f"x{number}=1" for number in range(500)),
        "x=" + "y" * 5_000,
        "__proto__=1",
        "format=html",
        "patient=00000000-0000-0000-0000-000000000000&patient=1",
    ],
)
def test_a_query_that_means_nothing_is_refused(query: str) -> None:
    program = Program(make_patient().user)
    before = rows()
    for path in LISTS:
        refused(Answer(Client().get(f"{API}{path}?{query}", headers=program.headers)), 400, 422)
    assert rows() == before


@pytest.mark.parametrize("query", ["first=0001-01-01", "last=9999-12-31", "first=9999-12-31&last=0001-01-01"])
def test_the_ends_of_the_calendar_are_days_like_others(query: str) -> None:
    program = Program(make_patient().user)
    for path in ("falls/", "diary-days/", "rates/"):
        assert Client().get(f"{API}{path}?{query}", headers=program.headers).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "%00",
        "%ff",
        "falls/%00/",
        "falls/%ff/",
        "falls/%ed%a0%80/",
        "falls/%2e%2e/",
        "falls/../../admin/",
        "falls//",
        "falls/{00000000-0000-0000-0000-000000000000}/",
        "falls/8D1F0C9E-52D4-4D0E-9C53-0B1F6A7C2E11/",
        "falls/00000000-0000-0000-0000-000000000000/",
        "patients/urn:uuid:00000000-0000-0000-0000-000000000000/",
        "care-links/%E2%80%AE/",
        "x" * 5_000,
        "falls",
        "",
    ],
)
def test_an_address_that_is_none_is_nothing_in_json(path: str) -> None:
    program = Program(make_patient().user)
    before = rows()
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        refused(program.send(method, path), 404, 405, 422)
    assert rows() == before


def test_a_day_in_the_address_is_a_day() -> None:
    program = Program(make_patient().user)
    before = rows()
    for day in (
        "%00",
        "%ff",
        "%ed%a0%80",
        "2026-1-1",
        "today",
        "\u0662\u0660\u0662\u0666-01-01",
        "x" * 5_000,
    ):
        refused(program.put(f"diary-days/{day}/", {"answer": "no_falls"}), 404, 422)
        refused(program.delete(f"diary-days/{day}/"), 404, 422)
    assert rows() == before


@pytest.mark.parametrize("method", METHODS)
def test_a_method_that_no_address_has_changes_nothing_and_is_no_page(method: str) -> None:
    home = house()
    before = rows()
    paths = {door.path for door in home.doors} | {*LISTS, "session/", "nothing/"}
    for path in sorted(paths):
        answer = home.program.send(method, path)
        assert answer.status < 500, (method, path)
        assert "text/html" not in answer.response.headers.get("Content-Type", ""), (method, path)
        if method not in ("OPTIONS", "HEAD"):
            assert answer.status in (403, 404, 405), (method, path)
    unread = ("AuditEvent",)  # HEAD reads as GET does
    after = rows()
    assert {name: after[name] for name in after if name not in unread} == {
        name: before[name] for name in before if name not in unread
    }


def test_a_server_of_another_name_answers_in_json() -> None:
    for path in (f"{API}falls/", "/api/", "/api"):
        for host in ("evil.example", "a b", "\xff", "127.0.0.1:x"):
            refused(Answer(Client().get(path, headers={"Host": host})), 400, code="bad_request")


def test_plain_http_is_refused_and_sends_no_token_around_twice(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    anna = make_patient()
    for path in ("falls/", "falls", "", "session/"):
        refused(Program(anna.user).get(path), 403, code="https_required")
    refused(Program(anna.user).post("falls/", {}), 403, code="https_required")
    assert Client().get("/").status_code == 301
    assert Client().get(f"{API}session/", secure=True).status_code == 200


def test_the_door_itself_is_no_redirect() -> None:
    for path in ("/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/falls/"):
        refused(Answer(Client().get(path)), 404, code="not_found")


def test_a_page_of_another_site_gets_a_refusal_in_json() -> None:
    page = Client(enforce_csrf_checks=True)
    page.force_login(make_patient().user)
    for path in ("falls/", "entries/", "diary-sweeps/", "schema/", "docs/", "nothing/", ""):
        answer = Answer(page.post(f"{API}{path}", b"{}", content_type="application/json"))
        refused(answer, 403, 404, 405)
