"""What a diary says about one week of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from logs.domain.vocabulary import DayState

DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounted:
    state: DayState
    falls: int
    near_falls: int
    on_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCounts:
    """Seven days from `first` on. `enrolled_days` are those to be answered; `unanswered` are left of them."""

    first: date
    falls: int
    near_falls: int
    observed_days: int
    enrolled_days: int
    unanswered: tuple[date, ...]

    @property
    def last(self) -> date:
        return self.first + timedelta(days=DAYS - 1)


def count_week(
    first: date, days: Mapping[date, DayCounted], *, began_on: date, last_rated_day: date
) -> WeekCounts:
    """`days` are those that have something in them; what lies before the diary is history, and no part."""
    week = [first + timedelta(days=number) for number in range(DAYS)]
    known = {day: days[day] for day in week if day in days and day >= began_on}
    excluded = {day for day, counted in known.items() if counted.state is DayState.EXCLUDED}
    enrolled = [day for day in week if began_on <= day <= last_rated_day and day not in excluded]
    answered = {day for day, counted in known.items() if counted.state is not DayState.UNKNOWN}
    return WeekCounts(
        first=first,
        falls=sum(counted.falls for counted in known.values()),
        near_falls=sum(counted.near_falls for counted in known.values()),
        observed_days=sum(known[day].on_time for day in enrolled if day in answered),
        enrolled_days=len(enrolled),
        unanswered=tuple(day for day in enrolled if day not in answered),
    )
