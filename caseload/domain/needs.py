"""What makes a patient need a therapist's look, in which order, and what settles it.

| reason | arises | settled by a contact |
|---|---|---|
| follow_up | on the day that a contact named | the next contact |
| head_strike, injury, long_lie, falls | with the fall, for 7 local days | until the next fall |
| review | when the walk is sent | never: the review settles it |
| overdue | the day after the due day | until its follow-up day |
| silent | after 7 days without an entry | for 7 days, or until its follow-up day |
| link_ends | 14 days before the end | until its follow-up day |

A contact without a follow-up day settles what was there for good; whatever arises after it brings the
patient back. Nothing adds reasons up: their order is written down here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

DAYS = 7  # that falls are looked at, and that silence lasts
MANY_FALLS = 2  # within these days
LINK_ENDS_DAYS = 14


class Reason(StrEnum):
    """In the order in which they stand."""

    FOLLOW_UP = "follow_up"
    HEAD_STRIKE = "head_strike"
    INJURY = "injury"
    LONG_LIE = "long_lie"
    FALLS = "falls"
    REVIEW = "review"
    OVERDUE = "overdue"
    SILENT = "silent"
    LINK_ENDS = "link_ends"


ORDER = {reason: place for place, reason in enumerate(Reason)}


class ContactOutcome(StrEnum):
    TRIED = "tried"
    REACHED = "reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A reason, since which moment it is one, and the opaque id of what it is about."""

    reason: Reason
    since: datetime
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastContact:
    """The last time that somebody of the clinic reached out, and when they want to look again."""

    at: datetime
    follow_up_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentFall:
    """A fall of the last days: when it came to be known, and what of it a therapist wants to see."""

    at: datetime
    about: str
    head_strike: bool
    injury: bool
    long_lie: bool


def needs_of_falls(falls: Iterable[RecentFall]) -> list[Need]:
    """Each reason once, since the last fall that has it was told; `falls` are those of the last 7 days."""
    known = sorted(falls, key=lambda fall: fall.at)
    found = [
        (Reason.HEAD_STRIKE, [fall for fall in known if fall.head_strike]),
        (Reason.INJURY, [fall for fall in known if fall.injury]),
        (Reason.LONG_LIE, [fall for fall in known if fall.long_lie]),
        (Reason.FALLS, known[MANY_FALLS - 1 :]),
    ]
    return [
        Need(reason=reason, since=having[-1].at, about=having[-1].about) for reason, having in found if having
    ]


def open_needs(needs: Iterable[Need], last: LastContact | None, *, today: date, now: datetime) -> list[Need]:
    """What is left of the needs after the last contact, the worst first. `today` is the patient's."""
    left = [need for need in needs if last is None or not _is_settled(need, last, today, now)]
    if last is not None and last.follow_up_on is not None and last.follow_up_on <= today:
        left.append(Need(reason=Reason.FOLLOW_UP, since=last.at))
    return sorted(left, key=lambda need: (ORDER[need.reason], need.since))


def _is_settled(need: Need, last: LastContact, today: date, now: datetime) -> bool:
    if need.reason is Reason.REVIEW or need.since > last.at:
        return False
    if last.follow_up_on is not None:
        return today < last.follow_up_on or need.reason in _OF_FALLS
    return need.reason is not Reason.SILENT or now - last.at < timedelta(days=DAYS)


_OF_FALLS = {Reason.HEAD_STRIKE, Reason.INJURY, Reason.LONG_LIE, Reason.FALLS}
