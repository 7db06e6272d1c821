"""Falls in the hours after a medicine made somebody drowsy or weak: which, not why."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# How long after it was felt a fall is still shown beside it: a choice of ours, in which the effect of a
# tablet against stiffness has mostly gone. It says nothing of a cause.
SHOWN_FOR = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Felt:
    """Drowsy or weaker at that moment, so many hours after the dose (None: not known)."""

    at: datetime
    hours_after_dose: int | None

    def is_near(self, fall: datetime) -> bool:
        """Whether a fall lies between the dose, where it is known, and six hours after it was felt."""
        dose = self.at - timedelta(hours=self.hours_after_dose or 0)
        return dose <= fall <= self.at + SHOWN_FOR
