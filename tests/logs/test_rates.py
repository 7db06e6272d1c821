"""Stored rates: the domain's numbers for the diary's days, versioned, never a number without a diary."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Patient
from logs.domain.rates import Counts, fall_rate
from logs.domain.vocabulary import DayAnswer, ExclusionReason, WindowKind
from logs.domain.windows import Month, Window, windows_ending
from logs.models import DirtyMonth, FallRate
from logs.rates import behind_their_day, refresh_dirty, refresh_rates
from logs.services.diary import DayReply, answer_day
from logs.services.falls import withdraw_fall
from tests.people import fall, hospital_day, make_patient, near_fall, quiet_days, sent

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
YESTERDAY = date(2026, 11, 21)
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)
BEGAN = datetime(2026, 9, 1, 8, tzinfo=UTC)
SEED = 20261122


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


def test_the_minute_after_local_midnight_somebody_is_behind_wherever_they_live() -> None:
    zones = ["Pacific/Kiritimati", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns", "Pacific/Pago_Pago"]
    people = [make_patient(zone, time_zone=zone, began=BEGAN) for zone in zones]
    for _done in refresh_rates([patient.pk for patient in people], now=NOW):
        pass
    assert not behind_their_day(now=NOW).exists()
    seen = []
    for minutes in range(0, 24 * 60, 15):
        now = NOW + timedelta(minutes=minutes)
        for patient in behind_their_day(now=now):
            seen.append(patient.time_zone)
            assert now.astimezone(UTC) >= NOW
            computed(patient, now=now)
    assert sorted(seen) == sorted(zones), "each once in 24 hours"


def test_patients_of_every_zone_are_asked_about_by_the_few_dates_of_yesterday() -> None:
    for zone in sorted(available_timezones() - {"localtime"}):
        make_patient("P", time_zone=zone, began=BEGAN)
    with CaptureQueriesContext(connection) as queries:
        assert behind_their_day(now=NOW).count() == Patient.objects.count()
    assert 0 < max(query["sql"].count("EXISTS") for query in queries) <= 3


def test_a_new_patient_is_behind() -> None:
    patient = make_patient(began=BEGAN)
    assert list(behind_their_day(now=NOW)) == [patient]


def test_a_mark_in_an_earlier_month_reaches_the_windows_that_hold_it() -> None:
    patient = make_patient(began=BEGAN)
    computed(patient)
    fall(patient, at=at(date(2026, 9, 10)))
    assert refresh_dirty([patient.pk], now=NOW) == 1
    assert not DirtyMonth.objects.filter(patient=patient).exists()
    rows = FallRate.objects.filter(patient=patient)
    holding = [row for row in rows if row.first <= date(2026, 9, 10) <= row.last]
    assert len(holding) > 4
    assert all(row.falls == 1 for row in holding)
    assert all(row.falls == 0 for row in rows if row not in holding)


def test_compute_rates_without_choices_takes_those_behind_and_says_how_many() -> None:
    make_patient("Anna", began=BEGAN)
    make_patient("Ben", began=BEGAN)
    assert told() == "Rates of 2 patients are up to date.\n"
    assert told() == "Rates of 0 patients are up to date.\n"


def test_compute_rates_of_all_or_of_a_month_takes_everybody() -> None:
    make_patient("Anna")
    told()
    assert told("--all") == "Rates of 1 patients are up to date.\n"
    assert told("--month", str(Month.of(datetime.now(UTC).date()))) == "Rates of 1 patients are up to date.\n"


@pytest.mark.parametrize("month", ["9998-01", "2026-13", "soon"])
def test_compute_rates_refuses_a_month_that_is_none_or_has_not_begun(month: str) -> None:
    with pytest.raises((CommandError, SystemExit)):
        told("--month", month)


def told(*options: str) -> str:
    out = StringIO()
    call_command("compute_rates", *options, stdout=out)
    return out.getvalue()


@dataclass(frozen=True)
class Story:
    """One invented day: what was said about it, when, and the falls with the days until they were told."""

    day: date
    answer: DayAnswer | None
    answered_after: int
    falls: tuple[int, ...]
    near_falls: int


@pytest.mark.parametrize("number", range(12))
def test_set_based_rates_equal_a_recount_day_by_day(number: int) -> None:
    chance = random.Random(SEED + number)
    zone = chance.choice(["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"])
    began = datetime(2026, chance.choice([5, 8, 10]), chance.randint(1, 28), 12, tzinfo=UTC)
    patient = make_patient(began=began, time_zone=zone)
    stories = list(invented(patient, chance))
    for story in stories:
        live_through(patient, story)
    computed(patient)
    rows = FallRate.objects.filter(patient=patient)
    expected = list(windows_since(patient))
    assert {(row.window, row.first) for row in rows} == {(window.kind, window.first) for window in expected}
    for window in expected:
        row = rows.get(window=window.kind, first=window.first)
        counts = recount(patient, window, stories)
        assert {name: getattr(row, name) for name in Counts.__dataclass_fields__} == {
            name: getattr(counts, name) for name in Counts.__dataclass_fields__
        }
        rate = fall_rate(counts, population_baseline=1.0)
        for name in (
            "coverage",
            "rate",
            "rate_low",
            "rate_high",
            "rate_floor",
            "why_no_rate",
            "against_population",
        ):
            assert getattr(row, name) == getattr(rate, name), name


def invented(patient: Patient, chance: random.Random) -> Iterator[Story]:
    keenness = chance.choice([0.5, 0.85, 1.0])
    for ordinal in range(patient.diary_began_on.toordinal() + 1, yesterday_of(patient).toordinal() + 1):
        said = chance.random() < keenness
        away = said and chance.random() < 0.05
        yield Story(
            day=date.fromordinal(ordinal),
            answer=None if not said else DayAnswer.EXCLUDED if away else DayAnswer.NO_FALLS,
            answered_after=chance.choice([0, 0, 0, 1, 7, 8, 12]),
            falls=tuple(chance.choice([0, 1, 9]) for _fall in range(chance.choice([0] * 9 + [1, 2]))),
            near_falls=chance.choice([0] * 7 + [1]),
        )


def live_through(patient: Patient, story: Story) -> None:
    """First the answer, then the falls, so that no answer is refused."""
    if story.answer is not None:
        reason = ExclusionReason.HOSPITAL if story.answer == DayAnswer.EXCLUDED else None
        answer_day(
            patient=patient,
            reply=DayReply(day=story.day, answer=story.answer, reason=reason),
            sent=sent(patient.user, at=noon(patient, story.day, story.answered_after)),
        )
    for days in story.falls:
        fall(patient, at=noon(patient, story.day), made_at=noon(patient, story.day, days))
    for _number in range(story.near_falls):
        near_fall(patient, at=noon(patient, story.day))


def yesterday_of(patient: Patient) -> date:
    return NOW.astimezone(ZoneInfo(patient.time_zone)).date() - timedelta(days=1)


def noon(patient: Patient, day: date, later: int = 0) -> datetime:
    day += timedelta(days=later)
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(patient.time_zone)).astimezone(UTC)


def windows_since(patient: Patient) -> Iterator[Window]:
    month = Month.of(patient.diary_began_on)
    while month <= Month.of(yesterday_of(patient)):
        yield from windows_ending(month)
        month = month.next()


def recount(patient: Patient, window: Window, stories: list[Story]) -> Counts:
    """The rules of docs/domain.md once more, one day after the other."""
    inside = [story for story in stories if story.day in window]
    excluded = sum(story.answer == DayAnswer.EXCLUDED for story in inside)
    observed = [story for story in inside if is_observed(story)]
    first = max(window.first, patient.diary_began_on)
    enrolled = max((min(window.last, yesterday_of(patient)) - first).days + 1, 0) - excluded
    return Counts(
        falls=sum(len(story.falls) for story in inside),
        rated_falls=sum(len(story.falls) for story in observed),
        injurious_falls=0,
        near_falls=sum(story.near_falls for story in inside),
        observed_days=len(observed),
        enrolled_days=enrolled,
        excluded_days=excluded,
    )


def is_observed(story: Story) -> bool:
    if story.answer == DayAnswer.EXCLUDED:
        return False
    delays = [*story.falls, *([story.answered_after] if story.answer else [])]
    return bool(delays) and min(delays) <= 7
