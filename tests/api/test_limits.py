"""How often a program may ask, and what it is told beyond that."""

import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from accounts.domain.codes import WRONG_CODES_ALLOWED
from accounts.models import ApiToken
from api import throttles
from logs.models import Fall
from tests.api.client import Answer, Program, a_fall
from tests.api.doors import refused
from tests.guests import nobody_tried_before
from tests.people import PASSWORD, make_account, make_patient, make_therapist, signed_in

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]

SIGN_INS = 20  # a minute, from one address
FAILED_SIGN_INS = 5  # in five minutes, for one email


@pytest.fixture
def counted(redis_url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Redis counts, from nothing, in one minute that does not end; three requests are allowed in it."""
    settings.REDIS_URL = redis_url
    settings.API_REQUESTS_PER_MINUTE = 3
    counter = throttles.Counter()
    monkeypatch.setattr(throttles, "_counter", counter)
    set_clock(monkeypatch, 1_800_000_010)
    counter._connected().flushall()
    yield
    counter._connected().close()


def set_clock(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """The clock of the limits alone."""
    clock = SimpleNamespace(time=lambda: seconds, monotonic=time.monotonic)
    monkeypatch.setattr(throttles, "time", clock)


def told_to_wait(answer: Answer) -> int:
    """Seconds."""
    refused(answer, 429)
    return int(answer.response.headers["Retry-After"])


@pytest.mark.usefixtures("counted")
def test_one_request_too_many_is_told_when_to_come_back() -> None:
    program = Program(make_patient().user)
    assert [program.post("falls/", a_fall()).status for _ in range(3)] == [201] * 3
    answer = program.post("falls/", a_fall())
    assert told_to_wait(answer) == 50  # the rest of the minute
    assert answer.code == "too_many_requests"
    assert told_to_wait(program.get("falls/")) == 50
    assert Fall.objects.count() == 3


@pytest.mark.usefixtures("counted")
def test_the_next_minute_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(make_patient().user)
    assert [program.get("falls/").status for _ in range(4)] == [200, 200, 200, 429]
    set_clock(monkeypatch, 1_800_000_061)
    assert program.get("falls/").status == 200


@pytest.mark.usefixtures("counted")
def test_each_token_and_each_session_counts_by_itself() -> None:
    anna, ben = make_patient("Anna"), make_patient("Ben")
    phone, watch, other = Program(anna.user), Program(anna.user), Program(ben.user)
    assert [phone.get("falls/").status for _ in range(4)] == [200, 200, 200, 429]
    assert watch.get("falls/").status == other.get("falls/").status == 200
    page = signed_in(anna.user)
    assert [page.get("/api/v1/falls/").status_code for _ in range(4)] == [200, 200, 200, 429]


@pytest.mark.usefixtures("counted")
def test_strangers_count_by_their_address_whatever_key_they_try() -> None:
    stranger = Program()
    statuses = []
    for number in range(4):
        stranger.headers["Authorization"] = f"Token frt_{number}"
        statuses.append(stranger.get("falls/").status)
    assert statuses == [401, 401, 401, 429]
    assert Program().get("session/").status == 429
    assert Program(make_patient().user).get("falls/").status == 200


@pytest.mark.usefixtures("counted")
def test_a_stranger_cannot_choose_an_address() -> None:
    program = Program()
    statuses = []
    for number in range(4):
        program.headers["X-Forwarded-For"] = f"10.0.0.{number}"
        statuses.append(program.get("session/").status)
    assert statuses == [200, 200, 200, 429]


def test_while_redis_is_away_nobody_is_counted_and_everybody_answered(settings: Settings) -> None:
    settings.API_REQUESTS_PER_MINUTE = 1
    program = Program(make_patient().user)
    assert [program.post("falls/", a_fall()).status for _ in range(3)] == [201] * 3


def test_the_21st_sign_in_of_a_minute_is_refused_even_with_the_right_password() -> None:
    anna = make_patient()
    right = {"email": anna.user.email, "password": PASSWORD, "name": "a script"}
    for number in range(SIGN_INS):
        wrong = {"email": f"nobody{number}@example.org", "password": "a guess", "name": "a script"}
        assert Program().post("tokens/", wrong).status in (401, 429)
    answer = Program().post("tokens/", right)
    assert told_to_wait(answer) == 60
    assert not ApiToken.objects.exists()


def test_five_wrong_passwords_close_one_account_for_a_while() -> None:
    anna = make_account("Anna", email="anna@example.org")
    told = {"email": anna.email, "password": "a guess", "name": "a script"}
    assert [Program().post("tokens/", told).status for _ in range(FAILED_SIGN_INS)] == [401] * FAILED_SIGN_INS
    assert told_to_wait(Program().post("tokens/", told | {"password": PASSWORD})) == 300
    assert not ApiToken.objects.exists()


def test_five_wrong_codes_are_enough_for_an_hour() -> None:
    code = Program(make_patient().user).post("care-invitations/").json["code"]
    program = Program(make_therapist())
    for _ in range(WRONG_CODES_ALLOWED):
        refused(program.post("care-links/", {"code": "AAAAAAAA"}), 422)
    assert 0 < told_to_wait(program.post("care-links/", {"code": code})) <= 3600
    assert Program(make_therapist("Tara")).post("care-links/", {"code": code}).status == 201
