"""Parts of a day, and the moment that stands for what somebody said."""

from datetime import UTC, date, datetime, time

from accounts.domain.zones import zone
from ledger.domain.times import CLOCKS_AGREE_WITHIN, MADE_WITHIN, at_local, corrected_made_at, local_date
from logs.domain.vocabulary import PartOfDay

__all__ = [
    "CLOCKS_AGREE_WITHIN",
    "DAY_ONLY_TIME",
    "HOURS_IN_PART",
    "MADE_WITHIN",
    "PART_OF_DAY_TIMES",
    "at_local",
    "corrected_made_at",
    "local_date",
    "moment_said",
    "part_of_day",
    "part_of_day_time",
]

# The hour that stands for a part of the day, near its middle (docs/domain.md 2).
PART_OF_DAY_TIMES = {
    PartOfDay.NIGHT: time(3),
    PartOfDay.MORNING: time(9),
    PartOfDay.AFTERNOON: time(15),
    PartOfDay.EVENING: time(20),
}
DAY_ONLY_TIME = time(12)  # noon: no change of the clock moves it to another day
HOURS_IN_PART = 6  # four parts in a day of 24 hours


def part_of_day_time(part: PartOfDay | None) -> time:
    """The local time that stands for a part of the day, or for a day alone (None)."""
    return DAY_ONLY_TIME if part is None else PART_OF_DAY_TIMES[part]


def part_of_day(clock: time) -> PartOfDay:
    """The part of the day that a local time lies in: from 0, 6, 12 or 18 o'clock."""
    return tuple(PartOfDay)[clock.hour // HOURS_IN_PART]


def moment_said(day: date, part: PartOfDay | None, zone_name: str, *, now: datetime) -> datetime:
    """The moment, in UTC, that stands for "Tuesday", or "this morning" said at seven.

    It is the time of part_of_day_time, or `now` where that time is still to come but the day
    and the part have begun. Raises UnknownTimeZone.
    """
    moment = at_local(day, part_of_day_time(part), zone_name)
    here = now.astimezone(zone(zone_name))
    has_begun = here.date() == day and part in (None, part_of_day(here.time()))
    return min(moment, now.astimezone(UTC)) if has_begun else moment
