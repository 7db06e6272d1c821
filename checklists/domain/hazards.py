"""A hazard's life: found, recommended, done, confirmed, come back. Its history is never rewritten.

| last | what may come next |
|---|---|
| found | recommended, done, not_possible, withdrawn, moved |
| came_back | recommended, done, not_possible, moved |
| recommended | recommended, done, not_possible, moved |
| not_possible | recommended, done, moved |
| done | confirmed, came_back, moved |
| confirmed | came_back, moved |
| withdrawn | nothing: it was answered otherwise before anybody had looked at it |
| moved | nothing: the home is no longer theirs |

Done is what the patient says; confirmed is what a therapist saw at a re-check of the same item.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from checklists.domain.errors import NotNow
from checklists.domain.vocabulary import Room


class Happened(StrEnum):
    FOUND = "found"
    RECOMMENDED = "recommended"
    NOT_POSSIBLE = "not_possible"
    DONE = "done"
    CONFIRMED = "confirmed"
    CAME_BACK = "came_back"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"


_UNTOUCHED = frozenset({Happened.RECOMMENDED, Happened.DONE, Happened.NOT_POSSIBLE, Happened.MOVED})
NEXT = {
    Happened.FOUND: _UNTOUCHED | {Happened.WITHDRAWN},
    Happened.CAME_BACK: _UNTOUCHED,
    Happened.RECOMMENDED: _UNTOUCHED,
    Happened.NOT_POSSIBLE: _UNTOUCHED - {Happened.NOT_POSSIBLE},
    Happened.DONE: frozenset({Happened.CONFIRMED, Happened.CAME_BACK, Happened.MOVED}),
    Happened.CONFIRMED: frozenset({Happened.CAME_BACK, Happened.MOVED}),
    Happened.WITHDRAWN: frozenset[Happened](),
    Happened.MOVED: frozenset[Happened](),
}
OPEN = frozenset({Happened.FOUND, Happened.CAME_BACK, Happened.RECOMMENDED, Happened.NOT_POSSIBLE})
ENDED = frozenset(what for what, following in NEXT.items() if not following)


class CannotHappen(NotNow):
    code = "cannot_happen"
    words = "This cannot follow what happened before."


class BeforeTheLast(NotNow):
    code = "before_the_last"
    words = "This is before what happened last. Check the date."


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened to a hazard, and on which local day of the patient."""

    what: Happened
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """`weight` is the therapist's where they changed it: 3 fix first, 2 fix soon, 1 fix when you can."""

    item: str
    room: Room
    weight: int
    history: tuple[Event, ...]

    @property
    def last(self) -> Event:
        return self.history[-1]

    @property
    def is_open(self) -> bool:
        return self.last.what in OPEN

    @property
    def open_since(self) -> date | None:
        """When it was found, or came back; None where it is not open."""
        began = [event.on for event in self.history if event.what in {Happened.FOUND, Happened.CAME_BACK}]
        return began[-1] if self.is_open else None

    def then(self, what: Happened, on: date) -> "Hazard":
        """The hazard with what happened next. Raises CannotHappen and BeforeTheLast."""
        if what not in NEXT[self.last.what]:
            raise CannotHappen
        if on < self.last.on:
            raise BeforeTheLast(field="on")
        return replace(self, history=(*self.history, Event(what=what, on=on)))


def found(*, item: str, room: Room, weight: int, on: date) -> Hazard:
    return Hazard(item=item, room=room, weight=weight, history=(Event(what=Happened.FOUND, on=on),))


def worst_first(hazards: Iterable[Hazard]) -> list[Hazard]:
    """Open ones by weight, and of one weight the longest open first."""
    still_open = [hazard for hazard in hazards if hazard.is_open]
    return sorted(still_open, key=lambda hazard: (-hazard.weight, hazard.open_since or date.max, hazard.item))
