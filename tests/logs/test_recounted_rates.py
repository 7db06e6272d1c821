"""Rates counted by the database, against a recount of invented diaries day by day."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Patient
from logs.domain.rates import Counts, fall_rate
from logs.domain.vocabulary import DayAnswer, ExclusionReason
from logs.domain.windows import Month, Window, windows_ending
from logs.models import FallRate
from logs.rates import refresh_rates
from logs.services.diary import DayReply, answer_day
from tests.people import fall, make_patient, near_fall, sent

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SEED = 20261122


def computed(patient: Patient, *, now: datetime = NOW) -> None:
    assert sum(refresh_rates([patient.pk], now=now)) == 1


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
