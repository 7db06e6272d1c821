"""What is asked after a fall: a day later about the head, three days later about an injury."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from logs.domain.grades import INJURIOUS
from logs.domain.vocabulary import InjuryGrade, YesNoUnsure
from reminders.domain.kinds import Kind

# docs/domain.md 5: a bleeding inside the head may show itself within the first day.
HEAD_STRIKES = frozenset({YesNoUnsure.YES, YesNoUnsure.UNSURE})
AFTER = {Kind.HEAD_CHECK: timedelta(hours=24), Kind.FOLLOW_UP: timedelta(days=3)}
# Later nobody wonders any more.
UNTIL = {Kind.HEAD_CHECK: timedelta(hours=48), Kind.FOLLOW_UP: timedelta(days=7)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """What a fall says about a head and an injury; None: not asked."""

    at: datetime
    head_strike: YesNoUnsure | None
    grade: InjuryGrade | None

    def asks_for(self, kind: Kind) -> bool:
        if kind is Kind.HEAD_CHECK:
            return self.head_strike in HEAD_STRIKES
        return self.grade in INJURIOUS

    def due(self, kind: Kind) -> datetime:
        return self.at + AFTER[kind]
