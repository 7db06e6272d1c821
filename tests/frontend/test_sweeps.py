"""Answering several quiet days at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.models import Patient
from logs.models import DiaryDay
from tests.people import fall, make_patient, quiet_day, signed_in

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 22, 19, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def anna() -> Patient:
    return make_patient(began=datetime(2026, 9, 1, 8, tzinfo=UTC))


@pytest.fixture
def client(anna: Patient) -> Client:
    return signed_in(anna.user)


def words(response: Any) -> str:  # what the test client answers has no public type
    return " ".join(response.content.decode().split())


def sweep(client: Client, first: str, last: str, **fields: str) -> str:
    response = client.post(
        "/diary/sweep/", {"first": first, "last": last, "op_id": str(uuid4()), **fields}, follow=True
    )
    return words(response)


def test_the_days_are_listed_before_they_are_answered(anna: Patient, client: Client) -> None:
    quiet_day(anna, date(2026, 11, 18), at=datetime(2026, 11, 18, 19, tzinfo=UTC))
    fall(anna, at=datetime(2026, 11, 20, 12, tzinfo=UTC))
    page = words(client.get("/diary/sweep/"))
    assert "No falls on these 5 days" in page
    assert "Monday 16 November" in page
    assert "Wednesday 18 November: No falls" in page
    assert "Friday 20 November: 1 fall" in page
    assert not DiaryDay.objects.filter(date=date(2026, 11, 16)).exists(), "looking answers nothing"


def test_today_is_swept_so_far_before_the_evening(client: Client) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False):
        assert "Sunday 22 November, so far" in words(client.get("/diary/sweep/"))


def test_other_days_are_shown_before_they_are_answered(client: Client) -> None:
    page = words(client.get("/diary/sweep/?first=2026-11-09&last=2026-11-10"))
    assert "No falls on these 2 days" in page
    assert "Monday 9 November" in page


def test_one_tap_answers_them_and_names_what_it_left_alone(anna: Patient, client: Client) -> None:
    fall(anna, at=datetime(2026, 11, 20, 12, tzinfo=UTC))
    page = sweep(client, "2026-11-19", "2026-11-21")
    assert "No falls on Thursday 19 and Saturday 21. Left as it was: Friday 20 (has a fall)." in page
    undo = page.split('action="/diary/answers/')[1].split('"')[0]
    assert "The answer is taken back." in words(client.post(f"/diary/answers/{undo}", follow=True))
    assert [day.date.day for day in DiaryDay.objects.all()] == [20]


def test_a_sweep_with_nothing_to_answer_says_so_without_undo(anna: Patient, client: Client) -> None:
    fall(anna, at=datetime(2026, 11, 20, 12, tzinfo=UTC))
    page = sweep(client, "2026-11-20", "2026-11-20")
    assert "Left as it was: Friday 20 (has a fall)." in page
    assert "/undoing/" not in page


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-14", "2026-11-21", "Too many days at once. Answer up to 7 days."),
        ("2026-11-20", "2026-11-19", "The last day is before the first day."),
        ("2026-11-20", "2026-11-23", "This day has not come yet."),
        ("2026-02-30", "2026-11-20", "Choose a day of the calendar."),
        ("", "", "Choose the first day."),
        ("\x00", "9" * 5000, "Choose a day of the calendar."),
    ],
)
def test_a_wrong_stretch_is_refused_in_words(client: Client, first: str, last: str, said: str) -> None:
    for response in (
        client.post("/diary/sweep/", {"first": first, "last": last}),
        client.get("/diary/sweep/", {"first": first, "last": last}),
    ):
        assert response.status_code == 422
        assert said in words(response)
    assert not DiaryDay.objects.exists()


def test_an_empty_post_is_a_wrong_form(client: Client) -> None:
    assert client.post("/diary/sweep/").status_code == 422


def test_a_sweep_from_home_goes_back_there(client: Client) -> None:
    response = client.post(
        "/diary/sweep/", {"first": "2026-11-20", "last": "2026-11-20", "op_id": str(uuid4()), "next": "home"}
    )
    assert response["Location"] == "/"


def test_when_all_is_answered_there_is_nothing_to_press(anna: Patient, client: Client) -> None:
    for day in range(16, 23):
        quiet_day(anna, date(2026, 11, day), at=datetime(2026, 11, day, 18, tzinfo=UTC))
    page = words(client.get("/diary/sweep/"))
    assert "Every day here is answered." in page
    assert "No falls on" not in page
