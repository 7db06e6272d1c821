"""When was it? Said as people say it, and told beside the field where it cannot be."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from logs.models import Fall
from tests.people import fall, make_patient, signed_in

pytestmark = pytest.mark.django_db
# Half past eight on a Sunday evening in Berlin.
NOW = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def address(one: Fall, slug: str) -> str:
    return f"/falls/{one.public_id}/questions/{slug}/"


def answer(client: Client, one: Fall, slug: str, **fields: object) -> str:
    """Presses Next with these answers; returns where the person is led."""
    one.refresh_from_db()
    response = client.post(address(one, slug), {"base": one.version, "op_id": uuid4(), **fields})
    assert response.status_code == 302, response.content.decode()
    one.refresh_from_db()
    return response.headers["Location"]


def refused(client: Client, one: Fall, slug: str, **fields: object) -> str:
    response = client.post(address(one, slug), {"base": one.version, "op_id": uuid4(), **fields})
    assert response.status_code == 422
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("fields", "moment", "precision"),
    [
        ({}, NOW, "exact"),
        ({"when": "now"}, NOW, "exact"),
        ({"when": "today"}, datetime(2026, 11, 22, 11, tzinfo=UTC), "day"),
        ({"when": "today", "part": "morning"}, datetime(2026, 11, 22, 8, tzinfo=UTC), "part_of_day"),
        ({"part": "afternoon"}, datetime(2026, 11, 22, 14, tzinfo=UTC), "part_of_day"),
        ({"when": "yesterday", "part": "evening"}, datetime(2026, 11, 21, 19, tzinfo=UTC), "part_of_day"),
        ({"when": "yesterday", "clock": "07:12"}, datetime(2026, 11, 21, 6, 12, tzinfo=UTC), "exact"),
        ({"clock": "07:12"}, datetime(2026, 11, 22, 6, 12, tzinfo=UTC), "exact"),
        ({"when": "other", "day": "2026-11-05"}, datetime(2026, 11, 5, 11, tzinfo=UTC), "day"),
        ({"day": "2026-11-05", "part": "night"}, datetime(2026, 11, 5, 2, tzinfo=UTC), "part_of_day"),
        # The hour that the clock skipped that night is moved forward by it.
        ({"day": "2026-03-29", "clock": "02:30"}, datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "exact"),
    ],
)
def test_when_is_told_as_people_say_it(fields: dict[str, str], moment: datetime, precision: str) -> None:
    anna = make_patient(began=NOW - timedelta(days=300))
    one, client = fall(anna), signed_in(anna.user)
    answer(client, one, "when", **fields)
    assert (one.occurred_at, one.precision) == (moment, precision)


def test_this_evening_said_at_seven_is_now_and_not_the_future(clock: time_machine.Traveller) -> None:
    anna = make_patient()
    clock.move_to(datetime(2026, 11, 22, 17, 30, tzinfo=UTC))
    one, client = fall(anna, at=datetime(2026, 11, 22, 17, 20, tzinfo=UTC)), signed_in(anna.user)
    answer(client, one, "when", when="today", part="evening")
    assert one.occurred_at == datetime(2026, 11, 22, 17, 30, tzinfo=UTC)


def test_yesterday_keeps_its_meaning_over_midnight(clock: time_machine.Traveller) -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    clock.move_to(datetime(2026, 11, 22, 23, 5, tzinfo=UTC))
    answer(client, one, "when", when="yesterday", asked_on="2026-11-22")
    assert one.local_date == date(2026, 11, 21)


def test_a_fall_from_before_the_diary_is_kept_and_told() -> None:
    anna = make_patient(began=NOW - timedelta(days=10))
    one, client = fall(anna), signed_in(anna.user)
    at = answer(client, one, "when", when="other", day="2026-10-01")
    words = "This was before your diary began. It is kept, and not part of your rate."
    assert words in client.get(at).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"when": "other"}, "Enter the date."),
        ({"when": "other", "day": "2026-02-30"}, "This date does not exist."),
        ({"when": "other", "day": "2026-11-23"}, "This time has not come yet."),
        ({"when": "other", "day": "1899-12-31"}, "This date is before 1900."),
        ({"when": "other", "day": "1970-01-01"}, "This date is before the year of birth."),
        ({"when": "other", "day": "9999-12-31"}, "This time has not come yet."),
        ({"when": "other", "day": "0001-01-01"}, "This date is before 1900."),
        ({"when": "other", "day": "\0"}, "This date does not exist."),
        ({"when": "yesterday", "day": "2026-11-01"}, "This is another day than the one you chose above."),
        ({"when": "today", "clock": "23:59"}, "This time has not come yet."),
        ({"when": "today", "clock": "25:00"}, "This time does not exist."),
        ({"when": "someday"}, "Choose one of these answers."),
        ({"part": "noon"}, "Choose one of these answers."),
    ],
)
def test_a_wrong_time_is_told_beside_its_field_and_stays_typed(fields: dict[str, str], words: str) -> None:
    anna = make_patient(born_in=1980)
    one, client = fall(anna), signed_in(anna.user)
    page = refused(client, one, "when", **fields)
    assert words in page
    assert "There is a problem" in page
    if fields.get("day", "\0") != "\0":
        assert f'value="{fields["day"]}"' in page
    one.refresh_from_db()
    assert one.version == 1
