"""Fall days beside other days, of one patient: one source for page, program and report."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Patient
from logs.counts import OBSERVED
from logs.domain.vocabulary import DayState, Precision
from logs.domain.windows import last_rated_day
from logs.models import DiaryDay, Fall
from logs.models.fall import is_counted
from patterns.circumstances import looked_at_from
from patterns.domain.comparing import Compared, compare
from patterns.domain.counting import DayCounts, answered_after_the_fall, count_days
from patterns.factors import FACTORS, daily_answer
from symptoms.models import SymptomEntry

CHIPS = ("triggers", "symptoms", "aids_in_use")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """What was ticked on falls themselves: on how many of those on which it was asked."""

    asked_as: str  # triggers, symptoms or aids_in_use
    code: str
    falls: int
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPatterns:
    """All that was asked on a day, in fixed order; `compared` what has enough days, with exact ranges.

    `answered_after` of the `answered` fall days were answered after the fall.
    """

    counts: Sequence[DayCounts]
    compared: Sequence[Compared]
    answered_after: int
    answered: int
    chips: Sequence[Chip]


def day_patterns(patient: Patient, now: datetime) -> DayPatterns:
    """Three queries, whatever the diary. Days end yesterday, as those of rates do."""
    first, last = looked_at_from(patient, now), last_rated_day(now, patient.time_zone)
    days = {
        row.date: row.state == DayState.EVENTS
        for row in DiaryDay.objects.filter(OBSERVED, patient=patient)
        .between(first, last)
        .only("date", "state")
    }
    entries = SymptomEntry.objects.active().filter(patient=patient).between(first, last)
    answers = [daily_answer(entry) for entry in entries.defer("areas", "note")]
    falls = _falls(patient, first)
    counts = count_days(FACTORS, days=days, answers=answers)
    fell_at = {day: at for day, at in _first_falls(falls).items() if days.get(day)}
    after, answered = answered_after_the_fall(falls=fell_at, answers=answers)
    return DayPatterns(
        counts=counts,
        compared=compare(counts),
        answered_after=after,
        answered=answered,
        chips=[chip for name in CHIPS for chip in _chips(name, falls)],
    )


def _falls(patient: Patient, first: date) -> list[Fall]:
    rows = Fall.objects.active().falls_only().filter(patient=patient, local_date__gte=first)
    return [fall for fall in rows.defer("note") if is_counted(fall.same_fall_as_id, fall.is_same_fall)]


def _first_falls(falls: Sequence[Fall]) -> Mapping[date, datetime | None]:
    """The first fall of each day; None where the time of one of them is not known exactly."""
    first: dict[date, datetime | None] = {}
    for fall in sorted(falls, key=lambda fall: fall.occurred_at, reverse=True):
        exact = fall.precision == Precision.EXACT and first.get(fall.local_date, fall.occurred_at)
        first[fall.local_date] = fall.occurred_at if exact else None
    return first


def _chips(name: str, falls: Sequence[Fall]) -> list[Chip]:
    asked = [getattr(fall, name) for fall in falls if getattr(fall, name) is not None]
    named = Counter(code for codes in asked for code in set(codes) if code != "none")
    return [Chip(asked_as=name, code=code, falls=named[code], asked=len(asked)) for code in sorted(named)]
