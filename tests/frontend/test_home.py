"""Home: where things stand in words, and three buttons."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Patient
from logs.models import DiaryDay, Fall
from logs.services.falls import finish_fall, withdraw_fall
from tests.people import (
    fall,
    hospital_day,
    make_account,
    make_caregiver,
    make_patient,
    make_therapist,
    near_fall,
    quiet_day,
    quiet_days,
    sent,
    signed_in,
)

pytestmark = pytest.mark.django_db
# A Sunday evening in Berlin, where Anna lives.
EVENING = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TODAY = EVENING.date()


@pytest.fixture(autouse=True)
def evening() -> object:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


def home(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def finished(patient: Patient) -> None:
    for one in Fall.objects.filter(patient=patient):
        finish_fall(fall=one, by=patient.user, now=timezone.now())


def test_a_stranger_is_told_what_this_is() -> None:
    assert "Sign in" in home(Client())


def test_a_therapist_is_shown_to_their_patients() -> None:
    assert signed_in(make_therapist()).get("/").headers["Location"] == "/patients/"


def test_a_caregiver_is_shown_to_the_people_they_care_for() -> None:
    carl = make_caregiver(make_patient())
    assert signed_in(carl).get("/").headers["Location"] == "/patients/"


def test_somebody_without_a_diary_or_patients_goes_on_joining() -> None:
    assert signed_in(make_account()).get("/").headers["Location"] == "/joining/"


def test_home_says_the_day_in_the_patients_own_zone() -> None:
    assert ">Sunday 22 Nov<" in home(signed_in(make_patient("Anna").user))
    assert ">Monday 23 Nov<" in home(signed_in(make_patient("Aroha", time_zone="Pacific/Auckland").user))


def test_silence_is_not_fall_free() -> None:
    assert "Today is not answered yet." in home(signed_in(make_patient().user))


def test_today_tells_falls_and_near_falls_together() -> None:
    anna = make_patient()
    fall(anna)
    near_fall(anna)
    near_fall(anna)
    page = home(signed_in(anna.user))
    assert "Today: 1 fall and 2 near falls." in page
    assert "No falls today" not in page


def test_after_a_near_fall_alone_home_asks_for_falls() -> None:
    anna = make_patient()
    near_fall(anna)
    page = home(signed_in(anna.user))
    assert "Today: 1 near fall. Any falls today?" in page
    assert "No falls today" in page


def test_before_six_in_the_evening_the_button_says_so_far(evening: time_machine.Traveller) -> None:
    anna = make_patient()
    evening.move_to(MORNING)
    assert "No falls so far</button>" in home(signed_in(anna.user))
    quiet_day(anna, TODAY, at=MORNING)
    assert "Today: no falls so far." in home(signed_in(anna.user))
    evening.move_to(EVENING)
    assert "No falls today</button>" in home(signed_in(anna.user))


def test_one_tap_answers_the_day_and_can_be_undone() -> None:
    anna = make_patient()
    client = signed_in(anna.user)
    page = client.get("/").context
    response = client.post(
        f"/diary/days/{page['today']}/answer/",
        {"answer": "no_falls", "next": "home", "op_id": page["op_id"]},
        follow=True,
    )
    assert "Today: no falls." in response.content.decode()
    assert "Undo" in response.content.decode()
    assert DiaryDay.objects.get(patient=anna, date=TODAY).state == "no_falls"


def test_an_answer_of_today_can_be_undone_long_after_the_tap() -> None:
    anna = make_patient()
    quiet_day(anna, TODAY, at=EVENING)
    client = signed_in(anna.user)
    page = home(client)
    assert "Today counts as answered. See or undo it" in page
    assert f'href="/diary/days/{TODAY}/"' in page
    assert "Undo this answer" in client.get(f"/diary/days/{TODAY}/").content.decode()


def test_a_day_in_hospital_has_no_button() -> None:
    anna = make_patient()
    hospital_day(anna, TODAY)
    page = home(signed_in(anna.user))
    assert "Today is left out" in page
    assert "home-quiet" not in page


def test_the_month_is_told_with_its_days() -> None:
    anna = make_patient()
    quiet_days(anna, TODAY - timedelta(days=21), TODAY - timedelta(days=1), but=[TODAY - timedelta(days=2)])
    fall(anna)
    page = home(signed_in(anna.user))
    assert "November: 1 fall" in page
    assert "20 of 21 days answered." in page


def test_home_says_how_many_of_the_last_seven_days_are_open() -> None:
    anna = make_patient()
    but = [TODAY - timedelta(days=2), TODAY - timedelta(days=1)]
    quiet_days(anna, TODAY - timedelta(days=21), TODAY - timedelta(days=1), but=but)
    assert "2 days not answered" in home(signed_in(anna.user))
    bert = make_patient("Bert")
    assert "7 days not answered" in home(signed_in(bert.user))


def test_nobody_is_asked_about_days_before_their_diary() -> None:
    anna = make_patient(began=EVENING - timedelta(hours=3))
    page = home(signed_in(anna.user))
    assert "not answered" not in page.replace("Today is not answered yet", "")
    assert "Days are counted from tomorrow on." in page


def test_an_unfinished_fall_waits_on_home() -> None:
    anna = make_patient()
    one = fall(anna)
    client = signed_in(anna.user)
    page = home(client)
    assert "1 entry to finish" in page
    assert f"/falls/{one.public_id}/questions/floor/" in page
    near_fall(anna)
    assert "2 entries to finish" in home(client)
    finished(anna)
    assert "to finish" not in home(client)


def test_a_withdrawn_fall_does_not_wait() -> None:
    anna = make_patient()
    withdraw_fall(fall=fall(anna), sent=sent(anna.user))
    page = home(signed_in(anna.user))
    assert "to finish" not in page
    assert "Today is not answered yet." in page


def test_a_fall_that_two_people_logged_is_asked_about() -> None:
    anna = make_patient()
    carl = make_caregiver(anna, "Carl")
    fall(anna, at=EVENING - timedelta(minutes=20))
    fall(anna, by=carl)
    page = home(signed_in(anna.user))
    assert "You: today at 8:10 in the evening. Carl: today at 8:30 in the evening. Same fall?" in page
    assert "Today: 1 fall." in page


def test_home_takes_eight_queries_however_long_the_diary() -> None:
    anna = make_patient(began=EVENING - timedelta(days=740))
    client = signed_in(anna.user)
    with CaptureQueriesContext(connection) as few:
        home(client)
    days = [TODAY - timedelta(days=ago) for ago in range(1, 731)]
    DiaryDay.objects.bulk_create(
        DiaryDay(
            patient=anna,
            date=day,
            answer="no_falls",
            given_at=EVENING,
            given_zone="UTC",
            state="no_falls",
            on_time=True,
        )
        for day in days
    )
    carl = make_caregiver(anna, "Carl")
    for ago in range(0, 600, 20):
        fall(anna, at=EVENING - timedelta(days=ago))
        fall(anna, by=carl, at=EVENING - timedelta(days=ago, minutes=5))
        near_fall(anna, at=EVENING - timedelta(days=ago, hours=3))
    with CaptureQueriesContext(connection) as many:
        home(client)
    # One more, for the name of whoever told of the same fall.
    assert len(many) <= len(few) + 1 <= 8
