"""On how many fall days and on how many other days something was there (docs/decisions/0020).

Only days on which it was asked in the daily question count, and of each day its first answer: whoever
falls may answer more often on that day, and each further answer is a further chance to name something.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median_low

# With fewer, a share says next to nothing: of 10 days, 5 are likely between 2 and 8 in 10
# (Clopper & Pearson 1934), and 30 other days are one month of them.
FALL_DAYS_NEEDED = 10
OTHER_DAYS_NEEDED = 30
# A daily answer looks back on that day: it is made on it or on the day after.
ANSWERED_WITHIN = timedelta(days=1)


class Group(StrEnum):
    """What kind of thing it is, in the order of the page."""

    TRIGGER = "trigger"
    SYMPTOM = "symptom"
    MEDICINE = "medicine"
    AID = "aid"


class Rule(StrEnum):
    """When something was there on a day."""

    NAMED = "named"  # ticked, or answered with yes: 1 and not 0
    MORE_THAN_USUAL = "more_than_usual"  # at least one step above the person's middle answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One thing that days are compared by."""

    group: Group
    code: str
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyAnswer:
    """One answer to the daily question: the day it is about, when it was made, and what it says.

    `told` has a number for each factor that was asked and answered; what it lacks was not asked.
    """

    day: date
    made_at: datetime
    made_on: date
    told: Mapping[Factor, int]

    @property
    def is_daily(self) -> bool:
        return self.day <= self.made_on <= self.day + ANSWERED_WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """One factor: the days on which it was asked, and those of them on which it was there.

    `usual` is the middle answer that "more than usual" is measured from; None where nothing is measured.
    """

    factor: Factor
    fall_days: int
    fall_days_with: int
    other_days: int
    other_days_with: int
    usual: int | None = None

    @property
    def is_enough(self) -> bool:
        return not self.fall_days_missing and not self.other_days_missing

    @property
    def fall_days_missing(self) -> int:
        return max(0, FALL_DAYS_NEEDED - self.fall_days)

    @property
    def other_days_missing(self) -> int:
        return max(0, OTHER_DAYS_NEEDED - self.other_days)

    @property
    def was_ever_there(self) -> bool:
        return self.fall_days_with + self.other_days_with > 0


def count_days(
    factors: Sequence[Factor], *, days: Mapping[date, bool], answers: Iterable[DailyAnswer]
) -> list[DayCounts]:
    """The counts of each factor that was asked on at least one day, in the order of `factors`.

    `days` are the observed days, each with whether somebody fell on it.
    """
    first = first_answers(days=days, answers=answers)
    counted = (_count(factor, days=days, told=first.get(factor, {})) for factor in factors)
    return [counts for counts in counted if counts.fall_days or counts.other_days]


def first_answers(
    *, days: Mapping[date, bool], answers: Iterable[DailyAnswer]
) -> dict[Factor, dict[date, int]]:
    """Of each factor its first answer on each observed day."""
    first: dict[Factor, dict[date, int]] = {}
    for answer in sorted(answers, key=lambda answer: answer.made_at):
        if answer.is_daily and answer.day in days:
            for factor, value in answer.told.items():
                first.setdefault(factor, {}).setdefault(answer.day, value)
    return first


def answered_after_the_fall(
    *, falls: Mapping[date, datetime | None], answers: Iterable[DailyAnswer]
) -> tuple[int, int]:
    """Fall days whose first daily answer came after the fall, and all fall days that have one.

    `falls` has the first fall of each fall day; None where its time is not known exactly: such a day
    counts as answered after it.
    """
    first: dict[date, datetime] = {}
    for answer in answers:
        if answer.is_daily and answer.day in falls:
            first[answer.day] = min(answer.made_at, first.get(answer.day, answer.made_at))
    after = sum((fell_at := falls[day]) is None or made_at >= fell_at for day, made_at in first.items())
    return after, len(first)


def _count(factor: Factor, *, days: Mapping[date, bool], told: Mapping[date, int]) -> DayCounts:
    measured = factor.rule is not Rule.NAMED
    # Of all days compared, whoever fell on them or not: a limit that knew which days were fall days would
    # lean to one side.
    usual = median_low(told.values()) if told and measured else None
    there = {day for day, value in told.items() if value > (usual or 0)}
    fall_days = {day for day in told if days[day]}
    return DayCounts(
        factor=factor,
        fall_days=len(fall_days),
        fall_days_with=len(fall_days & there),
        other_days=len(told) - len(fall_days),
        other_days_with=len(there - fall_days),
        usual=usual,
    )
