"""Diary days, sweeps and rates through the JSON door."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import AuditEvent, Patient
from logs.domain.times import local_date
from logs.models import DiaryDay
from logs.rates import refresh_rates
from tests.api.client import Program
from tests.people import (
    fall,
    hospital_day,
    make_caregiver,
    make_link,
    make_patient,
    make_therapist,
    quiet_days,
)

pytestmark = pytest.mark.django_db


def today(patient: Patient) -> date:
    return local_date(timezone.now(), patient.time_zone)


def test_a_day_is_answered_and_taken_back() -> None:
    anna = make_patient()
    day, program = today(anna) - timedelta(days=1), Program(anna.user)
    answer = program.put(f"diary-days/{day}/", {"answer": "no_falls", "tags": ["mostly_in_bed"]})
    assert answer.status == 200
    assert (answer.json["date"], answer.json["state"]) == (day.isoformat(), "no_falls")
    assert answer.json["late"] is False
    assert program.delete(f"diary-days/{day}/").json["state"] == "unknown"
    assert (
        program.put(f"diary-days/{day}/", {"answer": "excluded", "reason": "hospital"}).json["state"]
        == "excluded"
    )


def test_a_day_that_cannot_be_answered_says_why() -> None:
    anna = make_patient()
    program = Program(anna.user)
    fall(anna)
    quiet = {"answer": "no_falls"}
    assert program.put(f"diary-days/{today(anna)}/", quiet).fields == {"answer": "day_has_fall"}
    assert program.put(f"diary-days/{today(anna) + timedelta(days=1)}/", quiet).fields == {
        "day": "day_in_future"
    }
    assert program.put("diary-days/2019-01-01/", quiet).fields == {"day": "day_before_diary"}
    assert program.put("diary-days/2026-02-30/", quiet).fields == {"date": "invalid"}
    yesterday = today(anna) - timedelta(days=1)
    assert program.put(f"diary-days/{yesterday}/", quiet | {"reason": "hospital"}).fields == {
        "reason": "reason_excludes_nothing"
    }


def test_a_day_answered_long_after_is_late_and_one_made_in_time_is_not() -> None:
    anna = make_patient()
    program = Program(anna.user)
    day = today(anna) - timedelta(days=12)
    assert program.put(f"diary-days/{day}/", {"answer": "no_falls"}).json["late"] is True
    other = today(anna) - timedelta(days=13)
    made_at = (timezone.now() - timedelta(days=12)).isoformat()
    assert (
        program.put(f"diary-days/{other}/", {"answer": "no_falls", "made_at": made_at}).json["late"] is False
    )


def test_taking_back_what_was_never_said_leaves_no_trace() -> None:
    program = Program(make_patient().user)
    assert program.delete("diary-days/0001-01-01/").json["state"] == "unknown"
    assert not DiaryDay.objects.exists()


def test_a_sweep_answers_open_days_and_names_the_others() -> None:
    anna = make_patient()
    first = today(anna) - timedelta(days=3)
    fall(anna, at=timezone.now() - timedelta(days=2))
    told = {"entry_id": str(uuid4()), "first": str(first), "last": str(today(anna)), "answer": "no_falls"}
    program = Program(anna.user)
    swept = program.post("diary-sweeps/", told)
    assert swept.status == 200
    assert len(swept.json["answered"]) == 3
    assert swept.json["skipped"] == [{"date": str(today(anna) - timedelta(days=2)), "why": "day_has_fall"}]
    assert program.post("diary-sweeps/", told).json == swept.json
    other = program.post("diary-sweeps/", told | {"last": str(first)})
    assert (other.status, other.code) == (409, "different_payload")


def test_a_sweep_of_eight_days_is_too_long() -> None:
    anna = make_patient()
    told = {"entry_id": str(uuid4()), "first": str(today(anna) - timedelta(days=7)), "last": str(today(anna))}
    assert Program(anna.user).post("diary-sweeps/", {**told, "answer": "no_falls"}).fields == {
        "last": "sweep_too_long"
    }


def days_of(anna: Patient) -> int:
    """From the day it began to today, by Anna's own clock, which may have been set back in between."""
    return (today(anna) - anna.diary_began_on).days + 1


def test_the_diary_comes_oldest_first_with_its_unanswered_days() -> None:
    anna = make_patient()
    quiet_days(anna, today(anna) - timedelta(days=3), today(anna) - timedelta(days=2))
    answer = Program(anna.user).get("diary-days/", first=today(anna) - timedelta(days=4))
    days = answer.json["results"]
    assert [day["state"] for day in days] == ["unknown", "no_falls", "no_falls", "unknown", "unknown"]
    assert [day["date"] for day in days] == sorted(day["date"] for day in days)
    assert days[0]["made_at"] is None
    assert len(Program(anna.user).get("diary-days/").json["results"]) == days_of(anna)


def test_a_long_diary_comes_a_year_at_a_time() -> None:
    anna = make_patient(began=timezone.now() - timedelta(days=500))
    program = Program(anna.user)
    first = program.get("diary-days/").json
    assert len(first["results"]) == 366
    rest = program.get(first["next"].partition("/api/v1/")[2]).json
    assert len(first["results"]) + len(rest["results"]) == days_of(anna)
    assert rest["next"] is None


def test_rates_are_those_that_the_worker_stored() -> None:
    anna = make_patient(began=timezone.now() - timedelta(days=100))
    fell = timezone.now() - timedelta(days=50)
    fall(anna, at=fell)
    fell_on = local_date(fell, anna.time_zone)
    quiet_days(anna, today(anna) - timedelta(days=99), today(anna) - timedelta(days=1), but=[fell_on])
    hospital_day(anna, today(anna) - timedelta(days=30))
    assert sum(refresh_rates([anna.pk], now=timezone.now())) == 1
    program = Program(anna.user)
    months = program.get("rates/").json["results"]
    assert [month["window"] for month in months] == ["month"] * len(months)
    assert [month["first"] for month in months] == sorted(month["first"] for month in months)
    rated = next(month for month in months if month["first"] <= str(fell_on) <= month["last"])
    assert (rated["falls"], rated["rated_falls"]) == (1, 1)
    assert rated["rate"] == pytest.approx(30.4375 / rated["observed_days"])
    assert rated["rate_low"] < rated["rate"] < rated["rate_high"]
    assert rated["population_baseline"] == 1.0
    assert rated["personal_baseline"] is None
    assert rated["against_personal"] is None
    assert {row["window"] for row in program.get("rates/", window="3_months").json["results"]} == {"3_months"}
    one = program.get("rates/", first=fell_on, last=fell_on).json["results"]
    assert [row["first"] for row in one] == [rated["first"]]


def test_too_little_diary_has_counts_and_no_rate() -> None:
    anna = make_patient()
    assert sum(refresh_rates([anna.pk], now=timezone.now())) == 1
    latest = Program(anna.user).get("rates/").json["results"][-1]
    assert latest["rate"] is None
    assert latest["why_no_rate"] == "no_diary"
    assert latest["against_population"] == "not_enough_diary"


def test_who_may_look_reads_and_who_may_not_finds_nothing() -> None:
    anna, theo, tara = make_patient(), make_therapist(), make_therapist("Tara")
    make_link(anna, theo, Scope.FALLS)
    make_link(anna, tara, Scope.HOME)
    for path in ("diary-days/", "rates/"):
        assert Program(theo).get(path, patient=anna.public_id).status == 200
        assert Program(tara).get(path, patient=anna.public_id).status == 404
    assert AuditEvent.objects.about(anna.user).filter(actor_key=theo.audit_key, action="read").count() == 2
    assert (
        Program(theo)
        .put(f"diary-days/{today(anna)}/", {"answer": "no_falls", "patient": str(anna.public_id)})
        .status
        == 404
    )


def test_a_caregiver_answers_days_for_a_patient() -> None:
    anna = make_patient()
    carl = make_caregiver(anna)
    told = {"answer": "no_falls", "patient": str(anna.public_id)}
    assert Program(carl).put(f"diary-days/{today(anna)}/", told).status == 200
    assert DiaryDay.objects.get().given_by == carl
