"""Never more than two reminders a day, and those first that can't wait."""

from enum import Enum, auto

from reminders.domain.kinds import Kind

MOST_A_DAY = 2
# In the order in which they get a place in a day.
IN_TURN = (
    Kind.HEAD_CHECK, Kind.FOLLOW_UP, Kind.EVENING, Kind.REVIEW, Kind.SWEEP, Kind.RECHECK, Kind.OVERDUE
)  # fmt: skip
TURN = {kind: place for place, kind in enumerate(IN_TURN)}


class Room(Enum):
    NOW = auto()
    SOON = auto()  # others are on their way this minute, and may come to nothing
    TOMORROW = auto()


def room_today(*, sent: int, ahead: int, under_way: int) -> Room:
    """Whether a reminder has a place today beside those that were sent, those of today that have their turn
    before it, and those that somebody is sending right now."""
    if sent + ahead >= MOST_A_DAY:
        return Room.TOMORROW
    return Room.SOON if sent + ahead + under_way >= MOST_A_DAY else Room.NOW
