"""Which months a report is about."""

from dataclasses import dataclass
from datetime import date

from logs.domain.windows import Month

# Whole calendar months that end with the running one, as the rates of every other page do.
MONTHS_OFFERED = (3, 6, 12, 24)
USUAL_MONTHS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whole calendar months; days are counted up to `today`."""

    months: tuple[Month, ...]
    today: date

    @property
    def first(self) -> date:
        return self.months[0].first

    @property
    def last(self) -> date:
        return self.months[-1].last


def period_ending(today: date, *, months: int) -> Period:
    """So many calendar months, the running one included."""
    current = Month.of(today)
    return Period(months=tuple(current.plus(n) for n in range(1 - months, 1)), today=today)


def months_asked(text: str) -> int:
    """What an address asks for; anything that is not offered is the usual one."""
    offered = {str(months): months for months in MONTHS_OFFERED}
    return offered.get(text, USUAL_MONTHS)
