"""What screens are told: the headline, whether it is fresh, the month so far, and lists of many patients."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Patient
from logs.caseload import RecentCounts, days_since_last_entry, recent_counts
from logs.domain.vocabulary import DayState, WindowKind
from logs.domain.windows import Month
from logs.rates import refresh_rates
from logs.summaries import days_between, month_counts, month_so_far, rates_summary, unanswered_stretch
from tests.people import fall, hospital_day, make_patient, near_fall, quiet_day, quiet_days

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 11, 22), date(2026, 11, 21)
BEGAN = datetime(2026, 6, 1, 6, tzinfo=UTC)


def computed(patient: Patient, now: datetime = NOW) -> None:
    for _done in refresh_rates([patient.pk], now=now):
        pass


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_the_headline_is_the_longest_window_with_enough_diary_inside_enrolment() -> None:
    patient = make_patient(began=BEGAN)
    quiet_days(patient, date(2026, 6, 1), YESTERDAY)
    computed(patient)
    headline = rates_summary(patient, NOW).headline
    assert headline is not None
    assert headline.window.kind == WindowKind.MONTHS_6
    assert headline.rate.counts.observed_days == 174


def test_on_the_first_days_of_a_month_the_headline_ends_with_the_month_before() -> None:
    patient = make_patient(began=datetime(2026, 9, 30, 6, tzinfo=UTC))
    now = datetime(2026, 11, 2, 12, tzinfo=UTC)
    quiet_days(patient, date(2026, 10, 1), date(2026, 10, 31))
    computed(patient, now)
    headline = rates_summary(patient, now).headline
    assert headline is not None
    assert (headline.window.kind, headline.window.first) == (WindowKind.MONTH, date(2026, 10, 1))


def test_too_little_diary_has_no_headline_and_its_counts_stay() -> None:
    patient = make_patient(began=BEGAN)
    quiet_days(patient, date(2026, 11, 1), date(2026, 11, 15))
    fall(patient, at=at(date(2026, 11, 16)))
    computed(patient)
    summary = rates_summary(patient, NOW)
    assert summary.headline is None
    assert summary.latest[0].rate.counts.falls == 1
    assert all(row.rate.rate is None for row in summary.latest)


def test_a_write_makes_the_summary_stale_until_a_worker_has_looked() -> None:
    patient = make_patient(began=BEGAN)
    assert not rates_summary(patient, NOW).is_fresh, "nothing is computed yet"
    computed(patient)
    assert rates_summary(patient, NOW).is_fresh
    fall(patient, at=NOW)
    assert not rates_summary(patient, NOW).is_fresh
    computed(patient)
    assert rates_summary(patient, NOW).is_fresh
    assert not rates_summary(patient, NOW + timedelta(days=1)).is_fresh, "midnight has passed"


def test_months_are_shown_oldest_first_and_at_most_twelve() -> None:
    patient = make_patient(began=datetime(2025, 6, 1, tzinfo=UTC))
    computed(patient)
    months = rates_summary(patient, NOW).months
    assert [month.window.first for month in (months[0], months[-1])] == [date(2025, 12, 1), date(2026, 11, 1)]
    assert len(months) == 12


def test_the_month_so_far_has_todays_fall_and_yesterdays_days() -> None:
    patient = make_patient(began=BEGAN)
    quiet_days(patient, date(2026, 11, 1), YESTERDAY, but=[date(2026, 11, 3)])
    near_fall(patient, at=at(date(2026, 11, 4)))
    fall(patient, at=NOW)
    counts = month_so_far(patient, NOW).counts
    assert (counts.falls, counts.near_falls, counts.observed_days, counts.enrolled_days) == (1, 1, 20, 21)


def test_falls_of_later_months_are_not_in_a_month() -> None:
    patient = make_patient(began=BEGAN)
    fall(patient, at=NOW)
    assert month_counts(patient, Month(2026, 10), NOW).counts.falls == 0


def test_days_from_before_the_diary_are_history_and_never_offered() -> None:
    patient = make_patient(began=datetime(2026, 11, 20, 6, tzinfo=UTC))
    days = days_between(patient, date(2026, 11, 18), TODAY)
    assert [day.history for day in days] == [True, True, False, False, False]
    assert unanswered_stretch(patient, TODAY, days=7) == [date(2026, 11, 20), YESTERDAY, TODAY]


def test_a_late_answer_is_shown_as_late() -> None:
    patient = make_patient(began=BEGAN)
    quiet_day(patient, date(2026, 11, 1), at=NOW)
    (day,) = days_between(patient, date(2026, 11, 1), date(2026, 11, 1))
    assert (day.state, day.late) == (DayState.NO_FALLS, True)


def test_a_caseload_counts_the_thirty_days_up_to_yesterday_and_todays_falls() -> None:
    patient = make_patient(began=BEGAN)
    quiet_days(patient, date(2026, 10, 20), YESTERDAY, but=[date(2026, 11, 3), date(2026, 11, 5)])
    hospital_day(patient, date(2026, 11, 5))
    fall(patient, at=NOW)
    near_fall(patient, at=NOW)
    assert recent_counts([patient], now=NOW)[patient.pk] == RecentCounts(
        falls=1, near_falls=1, observed_days=28, enrolled_days=29
    )


def test_a_new_diary_has_as_many_days_as_it_had() -> None:
    patient = make_patient(began=datetime(2026, 11, 20, 6, tzinfo=UTC))
    assert recent_counts([patient], now=NOW)[patient.pk].enrolled_days == 2
    newest = make_patient(began=NOW)
    assert recent_counts([newest], now=NOW)[newest.pk].enrolled_days == 0


def test_silence_is_counted_in_local_days_since_the_last_entry_of_any_kind() -> None:
    anna, ben, eve = make_patient("Anna", began=BEGAN), make_patient("Ben", began=BEGAN), make_patient("Eve")
    quiet_day(anna, date(2026, 11, 13), at=at(date(2026, 11, 13)))
    near_fall(ben, at=at(YESTERDAY))
    assert days_since_last_entry([anna, ben, eve], now=NOW) == {anna.pk: 9, ben.pk: 1}


def test_a_caseload_asks_as_often_for_many_as_for_a_few() -> None:
    people = [make_patient(f"P{number}", began=BEGAN) for number in range(12)]
    for patient in people:
        fall(patient, at=NOW)
    with CaptureQueriesContext(connection) as few:
        recent_counts(people[:2], now=NOW)
        days_since_last_entry(people[:2], now=NOW)
    with CaptureQueriesContext(connection) as many:
        recent_counts(people, now=NOW)
        days_since_last_entry(people, now=NOW)
    assert len(few) == len(many) == 3
