"""What a review says: the queue with its ages, and one room of a walk with answers, photos and falls."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.domain.vocabulary import Scope
from accounts.models import User, display_name
from accounts.services.access import Access
from checklists.access import sees_note, sees_photos
from checklists.domain.vocabulary import Room, Verdict
from checklists.models import Answer, Assessment, Hazard
from checklists.summaries import (
    HazardShown,
    ItemShown,
    RoomShown,
    WalkShown,
    changed_since_last_time,
    hazards_shown,
    walk_shown,
)
from frontend.care_words import person_words
from frontend.home_words import ROOMS, SAID, WALKS, WEIGHTS, answered_words
from frontend.phrases import date_words, day_words
from frontend.rooms_beside import RoomBeside, last_events, rooms_of
from logs.domain.times import local_date


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    assessment: Assessment
    name: str
    walk: str
    sent: str
    age: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One item as the reviewer sees it; `note` only where notes are open to them."""

    item: ItemShown
    said: str
    note: str
    by: str
    before: str
    other: str
    decided_by: str
    hazard: Hazard | None
    weight: str
    advice: str
    is_current: bool


def queue_rows(assessments: list[Assessment], *, now: datetime) -> list[QueueRow]:
    return [_queue_row(one, now=now) for one in assessments]


def _queue_row(one: Assessment, *, now: datetime) -> QueueRow:
    zone = one.patient.time_zone
    today, sent = local_date(now, zone), local_date(one.submitted_at or one.made_at, zone)
    days = (today - sent).days
    return QueueRow(
        assessment=one,
        name=display_name(one.patient.user),
        walk=str(WALKS[one.walk]),
        sent=day_words(sent, today=today),
        age=ngettext("waiting for %(days)d day", "waiting for %(days)d days", days) % {"days": days}
        if days
        else _("new today"),
    )


def review_page(
    assessment: Assessment, access: Access, room: Room, *, at: str, now: datetime, stays: bool = False
) -> dict[str, object]:
    """One room of a walk: after the item `at` comes the next undecided one, unless the reviewer `stays`."""
    shown = walk_shown(assessment, with_photos=sees_photos(access))
    here = next((one for one in shown.rooms if one.room == room), shown.rooms[0])
    place = shown.rooms.index(here)
    today = local_date(now, access.patient.time_zone)
    hazards = {one.hazard.code: one for one in hazards_shown(assessment.home, with_photos=False)}
    current = at if stays else _current(here, at)
    _before, changed = changed_since_last_time(assessment)
    said_before = {one.code: str(SAID[one.before]) for one in changed}
    decided = [item for item in shown.items if item.answer and item.answer.verdict]
    return {
        "assessment": assessment,
        "access": access,
        "name": display_name(access.patient.user),
        "walked": _walked(assessment, access, today),
        "items": len(shown.items),
        "room": room,
        "room_name": ROOMS[here.room],
        "place": place + 1,
        "rooms": [_room_link(assessment, one, here) for one in shown.rooms],
        "beside": _beside(access, list(hazards.values()), here.room, today),
        "rows": [
            _item_row(item, access, hazards.get(item.code), said_before.get(item.code, ""), current)
            for item in here.items
        ],
        "previous_url": _room_url(assessment, shown.rooms[place - 1]) if place else "",
        "next_url": _room_url(assessment, shown.rooms[place + 1]) if place + 1 < len(shown.rooms) else "",
        "progress": _("%(decided)s of %(answered)s answers decided")
        % {"decided": len(decided), "answered": shown.answered},
        "answered": answered_words(shown.answered, len(shown.items)),
        "has_open": any(item.word and not (item.answer and item.answer.verdict) for item in here.items),
        "may_sign": _may_sign(shown),
        "may_send_back": any(item.answer and item.answer.verdict == Verdict.RETURNED for item in shown.items),
        "nav": "reviews",
    }


def first_open_room(assessment: Assessment) -> Room:
    """Where a review goes on: the first room with an answer that nobody has decided about."""
    shown = walk_shown(assessment, with_photos=False)
    for room in shown.rooms:
        if any(item.word and not (item.answer and item.answer.verdict) for item in room.items):
            return room.room
    return shown.rooms[0].room


def decided_meanwhile(answer: Answer) -> str:
    """Who decided what in the meantime, for the one who comes second."""
    who = person_words(answer.decided_by)
    if answer.verdict == Verdict.ACCEPTED:
        return _("%(who)s accepted this meanwhile. Nothing was overwritten.") % {"who": who}
    if answer.verdict == Verdict.RETURNED:
        told = {"who": who, "question": answer.question}
        return _("%(who)s returned this meanwhile: “%(question)s” Nothing was overwritten.") % told
    return _("This has changed meanwhile. Nothing was overwritten: look at it as it is now.")


def _may_sign(shown: WalkShown) -> bool:
    return all(item.answer and item.answer.verdict == Verdict.ACCEPTED for item in shown.items if item.word)


def _current(here: RoomShown, at: str) -> str:
    undecided = [item.code for item in here.items if item.word and not (item.answer and item.answer.verdict)]
    codes = [item.code for item in here.items]
    if at in codes:
        later = [code for code in undecided if codes.index(code) > codes.index(at)]
        return (later or undecided or [at])[0]
    return (undecided or codes)[0]


def _walked(assessment: Assessment, access: Access, today: date) -> str:
    day = date_words(local_date(assessment.made_at, access.patient.time_zone), today=today)
    if assessment.made_by_id == access.patient.user_id:
        return _("walked this home on %(day)s") % {"day": day}
    return _("was helped by %(who)s through this home on %(day)s") % {
        "who": person_words(assessment.made_by),
        "day": day,
    }


def _beside(access: Access, hazards: list[HazardShown], room: Room, today: date) -> RoomBeside | None:
    if Scope.FALLS not in access.scopes:
        return None
    events = last_events(access.patient, today=today)
    return next((one for one in rooms_of(hazards, events) if one.room == room), None)


def _item_row(
    item: ItemShown, access: Access, hazard: HazardShown | None, before: str, current: str
) -> ItemRow:
    answer = item.answer
    sees = answer is not None and sees_note(access, answer.note_by_id)
    other = answer.other if answer else None
    return ItemRow(
        item=item,
        said=str(SAID[item.word]) if item.word else "",
        note=answer.note if answer and sees else "",
        by=_by(answer, access.patient.user),
        before=before,
        other=str(SAID[other["answer"]]) if other and other["answer"] else "",
        decided_by=person_words(answer.decided_by) if answer and answer.verdict else "",
        hazard=hazard.hazard if hazard else None,
        weight=str(WEIGHTS[hazard.hazard.weight]) if hazard else "",
        advice=hazard.advice.text if hazard and hazard.advice else "",
        is_current=item.code == current,
    )


def _by(answer: Answer | None, patient: User) -> str:
    """Who answered, where it was not the patient."""
    if answer is None or answer.made_by_id in (None, patient.pk):
        return ""
    return person_words(answer.made_by)


def _room_link(assessment: Assessment, room: RoomShown, here: RoomShown) -> tuple[str, str, bool, bool]:
    """Name, address, whether every answer there is decided, and whether it is the one on the screen."""
    decided = all(item.answer and item.answer.verdict for item in room.items if item.word)
    return str(ROOMS[room.room]), _room_url(assessment, room), decided, room is here


def _room_url(assessment: Assessment, room: RoomShown) -> str:
    return reverse("review_room", args=[assessment.public_id, room.room])
