"""A fault is told in words, or in JSON to a program, and never needs what may be broken."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import OperationalError as SqliteOperationalError

import pytest
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.test import Client
from psycopg.errors import ReadOnlySqlTransaction
from pytest_django import Settings

from tests.api.client import API, Answer, Program, a_fall
from tests.people import make_patient, signed_in

pytestmark = pytest.mark.django_db


@contextmanager
def failing(error: Exception) -> Iterator[None]:
    """The database answers every query with this error."""

    def fail(*_query: object) -> object:
        raise error

    with connection.execute_wrapper(fail):
        yield


def read_only() -> Exception:
    """As psycopg and Django tell of a server that is a copy of another one."""
    error = InternalError("cannot execute INSERT in a read-only transaction")
    error.__cause__ = ReadOnlySqlTransaction()
    return error


AWAY = [
    OperationalError("the connection is closed"),
    OperationalError("database or disk is full"),
    OperationalError("attempt to write a readonly database"),
    InterfaceError("connection already closed"),
    read_only(),
]


def visitor() -> Client:
    client = signed_in(make_patient().user)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("error", AWAY)
def test_while_the_records_are_away_a_page_says_that_nothing_was_saved(error: Exception) -> None:
    client = visitor()
    with failing(error):
        answers = [client.get("/"), client.post("/falls/", {"kind": "fall"})]
    for answer in answers:
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "no-store" in answer.headers["Cache-Control"]
        page = answer.content.decode()
        assert "Nothing was saved. Try again in a minute." in page
        assert "If you need help now, call 112." in page
        assert 'href="tel:112"' in page


@pytest.mark.parametrize("error", AWAY)
def test_a_program_is_told_the_same_in_json(error: Exception) -> None:
    program = Program(make_patient().user)
    client = Client(raise_request_exception=False)
    with failing(error):
        answers = [
            Answer(client.get(f"{API}falls/", headers=program.headers)),
            Answer(client.post(f"{API}falls/", a_fall(), "application/json", headers=program.headers)),
            Answer(
                client.post(f"{API}tokens/", {"email": "a", "password": "b", "name": "c"}, "application/json")
            ),
        ]
    for answer in answers:
        assert answer.status == 503
        assert (answer.code, answer.json["errors"]) == ("unavailable", [])
        assert int(answer.response.headers["Retry-After"]) > 0


def test_the_page_has_the_emergency_number_of_the_installation(settings: Settings) -> None:
    settings.EMERGENCY_NUMBER = "(000) 1"
    client = visitor()
    with failing(OperationalError()):
        page = client.get("/").content.decode()
    assert "call (000) 1" in page
    assert 'href="tel:0001"' in page


def test_a_mistake_of_ours_is_a_500_in_words_and_asks_the_database_nothing_more() -> None:
    client = visitor()
    with failing(ZeroDivisionError()):
        page = client.get("/")
        told = Answer(client.get(f"{API}session/"))
    assert (page.status_code, told.status) == (500, 500)
    assert "It is not your fault" in page.content.decode()
    assert "Retry-After" not in page.headers
    assert (told.code, told.json["errors"]) == ("server_error", [])


def test_a_fault_that_follows_from_a_database_that_is_away_is_that_too() -> None:
    error = ZeroDivisionError()
    error.__cause__ = OperationalError(SqliteOperationalError("disk I/O error"))
    client = visitor()
    with failing(error):
        assert client.get("/").status_code == 503


def test_a_page_that_asked_for_its_middle_alone_gets_that() -> None:
    client = visitor()
    with failing(OperationalError()):
        answer = client.get("/", headers={"HX-Request": "true"})
    assert answer.status_code == 503
    assert b"<html" not in answer.content
    assert b'<main id="screen"' in answer.content
