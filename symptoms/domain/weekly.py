"""The weekly look at skin and joints: what is told, and what text follows from it (docs/domain.md 5)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from accounts.domain.errors import FieldError
from ledger.domain.errors import EntryError, InvalidEntry

MOST_WEEKS = 520
MOST_JOINTS = 10  # five on each side


class Joint(StrEnum):
    """One that no longer straightens as before."""

    HEEL = "heel"
    KNEE = "knee"
    HIP = "hip"
    ELBOW = "elbow"
    FINGERS = "fingers"


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"


class Skin(StrEnum):
    """The worst that was seen; RED_STAYS: red or dark, and not faded after half an hour."""

    NONE = "none"
    RED_FADES = "red_fades"
    RED_STAYS = "red_stays"
    OPEN = "open"
    DISCHARGE = "discharge"
    FEVER_WITH_SORE = "fever_with_sore"


class Advice(StrEnum):
    """The strongest text that a check calls for."""

    NOTHING = "nothing"
    CONTACT_TEAM = "contact_team"
    EMERGENCY = "emergency"


# A sore that does not fade is for the same day (docs/domain.md 5).
FOR_THE_TEAM = frozenset({Skin.RED_STAYS, Skin.OPEN, Skin.DISCHARGE, Skin.FEVER_WITH_SORE})


class NotWeeks(EntryError):
    code = "not_weeks"
    words = "Type weeks from 0 to %(limit)s, or leave it empty."


class JointTwice(EntryError):
    code = "joint_twice"
    words = "Name each joint once."


class NothingSeen(EntryError):
    code = "nothing_told"
    words = "Nothing is filled in yet. Answer at least one question."


@dataclass(frozen=True, slots=True, kw_only=True)
class StiffJoint:
    joint: Joint
    side: Side
    weeks: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyTold:
    """None: not asked. No joints in the list: asked, and none of them."""

    joints: tuple[StiffJoint, ...] | None = None
    skin: Skin | None = None
    new_saddle_numbness: bool | None = None
    new_bladder_or_bowel_loss: bool | None = None


def checked_weekly(told: WeeklyTold) -> WeeklyTold:
    """As it is kept. Raises InvalidEntry with everything that is wrong."""
    errors: list[FieldError] = []
    joints = told.joints or ()
    if any(one.weeks is not None and not 0 <= one.weeks <= MOST_WEEKS for one in joints):
        errors.append(NotWeeks(field="joints", limit=MOST_WEEKS))
    if len({(one.joint, one.side) for one in joints}) < len(joints):
        errors.append(JointTwice(field="joints"))
    if told == WeeklyTold():
        errors.append(NothingSeen(field="skin"))
    if errors:
        raise InvalidEntry(errors)
    return told


def advice_of(told: WeeklyTold) -> Advice:
    """Nobody's diagnosis: which of three texts is shown."""
    if told.new_saddle_numbness or told.new_bladder_or_bowel_loss:
        return Advice.EMERGENCY
    if told.joints or told.skin in FOR_THE_TEAM:
        return Advice.CONTACT_TEAM
    return Advice.NOTHING


def monday_of(day: date) -> date:
    """The first day of its ISO week."""
    return day - timedelta(days=day.weekday())
