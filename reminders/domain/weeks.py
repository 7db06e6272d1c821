"""Weeks as ISO 8601 counts them: Monday to Sunday; a year has 52 or 53."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 7
MONDAY = 1


@dataclass(frozen=True, slots=True, order=True)
class IsoWeek:
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> IsoWeek:
        year, number, _weekday = day.isocalendar()
        return cls(year, number)

    @classmethod
    def read(cls, text: str) -> IsoWeek:
        """From "2026-W48". Raises ValueError."""
        year, _, number = text.partition("-W")
        week = cls(int(year), int(number))
        if str(week) != text or cls.of(week.first) != week:
            raise ValueError(text)
        return week

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    @property
    def first(self) -> date:
        return self.day(MONDAY)

    @property
    def last(self) -> date:
        return self.day(DAYS)

    def day(self, weekday: int) -> date:
        """From 1, Monday, to 7."""
        return date.fromisocalendar(self.year, self.number, weekday)

    def plus(self, weeks: int) -> IsoWeek:
        return IsoWeek.of(self.first + timedelta(days=DAYS * weeks))

    def previous(self) -> IsoWeek:
        return self.plus(-1)
