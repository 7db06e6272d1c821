"""Falls beside open hazards, room by room: what stands next to each other, and nothing about causes."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import Patient
from checklists.domain.rechecks import Recheck, rechecks
from checklists.domain.rooms import rooms_beside
from checklists.domain.vocabulary import Room
from checklists.models import Home
from checklists.summaries import HazardShown, reviewed_on
from frontend.home_words import IN_ROOMS, ROOMS, open_words
from logs.domain.vocabulary import Kind
from logs.phrases import events_phrase
from logs.places import PlacedEvent, events_with_places

DAYS = 365
STEP_LENGTH = 80
SENTENCE_END = re.compile(r"[.!?](?:\s|$)|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomBeside:
    """A room's falls of the last 12 months beside what is open there. The worst hazard first."""

    room: Room
    name: str
    falls: int
    near_falls: int
    open: Sequence[HazardShown]

    @property
    def for_patient(self) -> str:
        """ "2 falls in the bathroom or toilet." and what to do about it; no blame, no cause."""
        where = {"events": events_phrase(self.falls, self.near_falls), "where": IN_ROOMS.get(self.room, "")}
        return _("%(events)s %(where)s in the last 12 months.") % where

    @property
    def offer(self) -> str:
        """Help with the worst of what is open, named by its first sentence: the rest has its own page."""
        worst = self.open[0]
        said = (worst.advice.text if worst.advice else worst.fix).strip()
        step = Truncator(SENTENCE_END.split(said, maxsplit=1)[0]).chars(STEP_LENGTH)
        return _("Would you like help with “%(step)s”?") % {"step": step}

    @property
    def for_therapist(self) -> str:
        """ "2 falls, 2 hazards open since May"."""
        events = events_phrase(self.falls, self.near_falls)
        since = [one.hazard.open_since for one in self.open if one.hazard.open_since]
        if not since:
            return _("%(events)s, nothing open") % {"events": events}
        return _("%(events)s, %(hazards)s since %(month)s") % {
            "events": events,
            "hazards": open_words(len(self.open)),
            "month": date_format(min(since), "F Y"),
        }


def last_events(patient: Patient, *, today: date) -> list[PlacedEvent]:
    return events_with_places(patient, today - timedelta(days=DAYS), today)


def rooms_of(hazards: Sequence[HazardShown], events: Sequence[PlacedEvent]) -> list[RoomBeside]:
    """Rooms with a fall, a near fall or something open, in the order of a walk."""
    beside: dict[Room, list[HazardShown]] = defaultdict(list)
    for one in hazards:
        if one.hazard.is_open:
            beside[Room(one.hazard.room)].append(one)
    counted = Counter((room, event.kind) for event in events for room in rooms_beside(event.place))
    found = [
        RoomBeside(
            room=room,
            name=str(ROOMS[room]),
            falls=counted[room, Kind.FALL],
            near_falls=counted[room, Kind.NEAR_FALL],
            open=beside[room],
        )
        for room in Room
    ]
    # What is everywhere has falls beside it wherever somebody fell: alone that says nothing.
    return [one for one in found if one.open or (one.room in IN_ROOMS and (one.falls or one.near_falls))]


def falls_since(hazard: HazardShown, events: Sequence[PlacedEvent]) -> int:
    """Falls beside a hazard since it has been open."""
    since = hazard.hazard.open_since or date.max
    room = Room(hazard.hazard.room)
    falls = [event for event in events if event.kind == Kind.FALL and event.date >= since]
    return sum(room in rooms_beside(event.place) for event in falls)


def rechecks_of(patient: Patient, home: Home, events: Sequence[PlacedEvent]) -> list[Recheck]:
    """When this home is looked at again; nothing before its first review."""
    reviewed = reviewed_on(home)
    if reviewed is None:
        return []
    falls = [(event.date, event.place) for event in events if event.kind == Kind.FALL]
    new_aids = [patient.new_aid_on] if patient.new_aid_on else []
    return rechecks(reviewed_on=reviewed, falls=falls, new_aids=new_aids)
