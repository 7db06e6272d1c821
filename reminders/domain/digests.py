"""What stands in a weekly digest: counts, and nothing that names or tells more."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from caseload.domain.needs import Reason
from logs.domain.weeks import WeekCounts
from reminders.domain.weeks import IsoWeek


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAdvice:
    """How many recommendations for a home are open, and the day the first of them is due."""

    count: int
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryPart:
    """One diary, as far as its reader may see it: the last complete week, the one before it, the home.

    None where that is not open to them.
    """

    last: WeekCounts | None
    before: WeekCounts | None
    advice: OpenAdvice | None

    @property
    def has_news(self) -> bool:
        week = self.last
        in_diary = week is not None and bool(week.falls or week.near_falls or week.unanswered)
        return in_diary or (self.advice is not None and self.advice.count > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpedPart:
    """Of somebody who lets the reader help; their name has no place in a mail."""

    patient_id: UUID
    name: str
    diary: DiaryPart


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseloadPart:
    """How many patients need a look, and how many for each reason, the worst first.

    `oldest_review` is for how many days the longest waiting walk has waited.
    """

    patients: int
    needing: int
    reasons: tuple[tuple[Reason, int], ...]
    oldest_review: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Of one reader, sent in `week`. `access` changes with whatever they may see; `about` are the patients
    beside themself who are told of, by primary key."""

    week: IsoWeek
    own: DiaryPart | None
    caseload: CaseloadPart | None
    helped: tuple[HelpedPart, ...]
    access: str
    about: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        return self.own is None and self.caseload is None and not self.helped

    @property
    def has_news(self) -> bool:
        diaries = [part.diary for part in self.helped]
        if self.own is not None:
            diaries.append(self.own)
        needing = self.caseload.needing if self.caseload is not None else 0
        return needing > 0 or any(diary.has_news for diary in diaries)
