"""Stored rates: the domain's numbers for the diary's days, versioned, never a number without a diary."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Patient
from logs.domain.vocabulary import WindowKind
from logs.models import FallRate
from logs.rates import refresh_dirty, refresh_rates
from logs.services.falls import withdraw_fall
from tests.people import fall, hospital_day, make_patient, near_fall, quiet_days, sent

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
YESTERDAY = date(2026, 11, 21)
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)
BEGAN = datetime(2026, 9, 1, 8, tzinfo=UTC)


def computed(patient: Patient, *, now: datetime = NOW) -> None:
    assert sum(refresh_rates([patient.pk], now=now)) == 1


def month_of(patient: Patient, first: date = NOVEMBER) -> FallRate:
    return FallRate.objects.get(patient=patient, window=WindowKind.MONTH, first=first)


def at(day: date, hour: int = 19) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_a_month_is_rated_from_its_observed_days() -> None:
    patient = make_patient(began=BEGAN)
    quiet_days(patient, date(2026, 10, 1), date(2026, 10, 31), but=[date(2026, 10, 5), date(2026, 10, 9)])
    fall(patient, at=at(date(2026, 10, 5)))
    near_fall(patient, at=at(date(2026, 10, 6)))
    computed(patient)
    row = month_of(patient, OCTOBER)
    assert (row.falls, row.rated_falls, row.near_falls) == (1, 1, 1)
    assert (row.observed_days, row.enrolled_days) == (30, 31)
    assert row.rate == pytest.approx(30.4375 / 30)
    assert row.rate_low is not None
    assert row.rate_high is not None
    assert (round(row.rate_low, 2), round(row.rate_high, 2)) == (0.03, 5.65)


def test_a_fall_on_a_late_day_is_shown_and_not_rated() -> None:
    patient, day = make_patient(began=BEGAN), date(2026, 10, 5)
    quiet_days(patient, OCTOBER, date(2026, 10, 31), but=[day])
    fall(patient, at=at(day), made_at=at(day + timedelta(days=9)))
    computed(patient)
    row = month_of(patient, OCTOBER)
    assert (row.falls, row.rated_falls, row.observed_days) == (1, 0, 30)


def test_a_fall_added_late_to_a_day_answered_in_time_is_rated() -> None:
    patient, day = make_patient(began=BEGAN), date(2026, 10, 5)
    quiet_days(patient, OCTOBER, date(2026, 10, 31))
    fall(patient, at=at(day), made_at=at(day + timedelta(days=20)))
    computed(patient)
    row = month_of(patient, OCTOBER)
    assert (row.falls, row.rated_falls, row.observed_days) == (1, 1, 31)


def test_days_in_hospital_leave_both_sides_of_the_rate() -> None:
    patient, day = make_patient(began=BEGAN), date(2026, 10, 5)
    quiet_days(patient, OCTOBER, date(2026, 10, 31), but=[day])
    hospital_day(patient, day)
    fall(patient, at=at(day, 21))
    computed(patient)
    row = month_of(patient, OCTOBER)
    assert (row.falls, row.rated_falls, row.observed_days) == (1, 0, 30)
    assert (row.enrolled_days, row.excluded_days, row.coverage) == (30, 1, 1.0)


def test_yesterday_is_the_last_rated_day_and_todays_fall_shows_in_the_counts() -> None:
    patient = make_patient(began=BEGAN)
    quiet_days(patient, NOVEMBER, YESTERDAY)
    fall(patient, at=NOW)
    computed(patient)
    row = month_of(patient)
    assert (row.falls, row.rated_falls, row.observed_days, row.enrolled_days) == (1, 0, 21, 21)
    assert row.counted_to == YESTERDAY


def test_a_withdrawn_fall_leaves_the_rate() -> None:
    patient = make_patient(began=BEGAN)
    quiet_days(patient, NOVEMBER, YESTERDAY)
    fallen = fall(patient, at=at(date(2026, 11, 3)))
    computed(patient)
    assert month_of(patient).rated_falls == 1
    withdraw_fall(fall=fallen, sent=sent(patient.user, at=NOW))
    assert refresh_dirty([patient.pk], now=NOW) == 1
    assert (month_of(patient).falls, month_of(patient).rate) == (0, 0.0)


def test_an_empty_diary_has_no_rate_anywhere() -> None:
    patient = make_patient(began=BEGAN)
    computed(patient)
    rows = list(FallRate.objects.filter(patient=patient))
    assert {row.window for row in rows} == set(WindowKind)
    for row in rows:
        assert (row.rate, row.rate_low, row.rate_high) == (None, None, None)
        assert row.why_no_rate == "no_diary"
        assert row.against_population == "not_enough_diary"


def test_a_diary_that_began_today_has_neither_coverage_nor_floor() -> None:
    patient = make_patient(began=NOW)
    fall(patient, at=NOW)
    computed(patient)
    row = month_of(patient)
    assert (row.falls, row.enrolled_days, row.coverage, row.rate_floor, row.rate) == (1, 0, None, None, None)


def test_a_month_is_complete_on_the_eighth_day_after_it() -> None:
    patient = make_patient(began=BEGAN)
    computed(patient, now=datetime(2026, 11, 7, 22, tzinfo=UTC))
    assert not month_of(patient, OCTOBER).complete
    computed(patient, now=datetime(2026, 11, 7, 23, 30, tzinfo=UTC))  # 00:30 on the 8th in Berlin
    assert month_of(patient, OCTOBER).complete


def test_a_change_of_a_complete_month_is_its_next_version() -> None:
    patient = make_patient(began=BEGAN)
    quiet_days(patient, OCTOBER, date(2026, 10, 31))
    computed(patient)
    computed(patient)
    assert month_of(patient, OCTOBER).version == 1
    fall(patient, at=at(date(2026, 10, 5)))
    computed(patient)
    assert (month_of(patient, OCTOBER).version, month_of(patient, OCTOBER).falls) == (2, 1)
    assert month_of(patient).version == 1, "an open month changes without a version"
