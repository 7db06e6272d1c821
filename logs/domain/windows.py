"""Calendar months, the windows that end with them, and the days that count in one."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from logs.domain.times import local_date
from logs.domain.vocabulary import WindowKind

MONTHS_IN_YEAR = 12

# How many calendar months each window spans, shortest first.
WINDOW_MONTHS = {
    WindowKind.MONTH: 1,
    WindowKind.MONTHS_3: 3,
    WindowKind.MONTHS_6: 6,
    WindowKind.MONTHS_12: 12,
}

# A window is complete on the 8th local day after its end: until the 7th its last day can
# still be answered in time (docs/domain.md 3).
COMPLETE_AFTER_DAYS = 8


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, earlier ones first. Raises ValueError outside the calendar."""

    year: int
    month: int

    def __post_init__(self) -> None:
        date(self.year, self.month, 1)

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month of "2026-03". Raises ValueError."""
        return cls.of(date.fromisoformat(f"{text}-01"))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def next(self) -> "Month":
        """The month after it."""
        return self.plus(1)

    def previous(self) -> "Month":
        """The month before it."""
        return self.plus(-1)

    def plus(self, months: int) -> "Month":
        """The month so many months later; earlier with a negative number."""
        year, month = divmod(self.year * MONTHS_IN_YEAR + self.month - 1 + months, MONTHS_IN_YEAR)
        return Month(year, month + 1)


@dataclass(frozen=True, slots=True)
class Window:
    """First to last local date, both included."""

    kind: WindowKind
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def window_ending(month: Month, kind: WindowKind) -> Window:
    """The window of that kind whose last calendar month is `month`."""
    return Window(kind, month.plus(1 - WINDOW_MONTHS[kind]).first, month.last)


def windows_ending(month: Month) -> tuple[Window, ...]:
    """The month, and the 3, 6 and 12 months that end with it."""
    return tuple(window_ending(month, kind) for kind in WINDOW_MONTHS)


def last_rated_day(now: datetime, zone_name: str) -> date:
    """Yesterday, where the patient is. Raises UnknownTimeZone.

    A fall answers today at once and a quiet today only in the evening, so today would push
    the rate up.
    """
    return local_date(now, zone_name) - timedelta(days=1)


def enrolled_days(window: Window, *, began_on: date, last_rated_day: date, excluded: int) -> int:
    """How many days of the window the diary could have had.

    From the day it began to the last rated day, without the excluded ones among these.
    """
    first, last = max(window.first, began_on), min(window.last, last_rated_day)
    return max((last - first).days + 1, 0) - excluded


def complete_on(window: Window) -> date:
    """The local day from which every day of the window is either answered in time or missing."""
    return window.last + timedelta(days=COMPLETE_AFTER_DAYS)
