"""What a digest is promised for: a week once, and examples of it as often as its reader asks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from reminders.domain.weeks import IsoWeek


@dataclass(frozen=True, slots=True)
class DigestPeriod:
    week: IsoWeek
    example: UUID | None = None

    @classmethod
    def read(cls, text: str) -> DigestPeriod:
        """From "2026-W48", or "2026-W48 and an id" of an example. Raises ValueError."""
        week, _, example = text.partition(" ")
        return cls(IsoWeek.read(week), UUID(example) if example else None)

    def __str__(self) -> str:
        return f"{self.week} {self.example}" if self.example else str(self.week)

    @property
    def is_example(self) -> bool:
        return self.example is not None
