"""When a home is looked at again: half a year after a review, after a fall in a room, after a new aid."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checklists.domain.rooms import room_of
from checklists.domain.vocabulary import Room

MONTHS = 6
YEAR = 12


class Why(StrEnum):
    TIME = "time"
    FALL = "fall"
    NEW_AID = "new_aid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """A look that is due from a day on; `room` None is the whole home."""

    due_on: date
    why: Why
    room: Room | None = None


def rechecks(
    *, reviewed_on: date, falls: Iterable[tuple[date, str | None]], new_aids: Iterable[date]
) -> list[Recheck]:
    """What is due since a review, the earliest first and each room once.

    `falls` are local days and places, as the diary names them; a fall of nowhere in the home asks for
    nothing, and neither does anything on or before the day of the review.
    """
    due = [Recheck(due_on=months_after(reviewed_on, MONTHS), why=Why.TIME)]
    after = sorted(day for day in new_aids if day > reviewed_on)
    due += [Recheck(due_on=day, why=Why.NEW_AID) for day in after[:1]]
    first = _first_fall_in_each_room(reviewed_on, falls)
    due += [Recheck(due_on=day, why=Why.FALL, room=room) for room, day in first.items()]
    return sorted(due, key=lambda recheck: (recheck.due_on, recheck.why, recheck.room or ""))


def _first_fall_in_each_room(
    reviewed_on: date, falls: Iterable[tuple[date, str | None]]
) -> Mapping[Room, date]:
    first: dict[Room, date] = {}
    for day, place in falls:
        room = room_of(place)
        if room is not None and day > reviewed_on:
            first[room] = min(day, first.get(room, day))
    return first


def months_after(day: date, months: int) -> date:
    """The same day of the month, or the month's last where it has none."""
    year, month = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
