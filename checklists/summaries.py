"""What pages, programs and exports say about homes: one source for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from checklists.domain.assessments import State
from checklists.domain.changes import Change, changes
from checklists.domain.hazards import ENDED
from checklists.domain.vocabulary import Answer as Word
from checklists.domain.vocabulary import Room
from checklists.models import (
    Answer,
    Assessment,
    ChecklistItem,
    Hazard,
    HazardEvent,
    Home,
    Photo,
    Recommendation,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """One item of a walk, in the reader's language, with what was said about it."""

    code: str
    room: Room
    text: str
    why: str
    fix: str
    weight: int
    effort: str
    answer: Answer | None
    photos: Sequence[Photo]

    @property
    def word(self) -> Word | None:
        return Word(self.answer.answer) if self.answer and self.answer.answer else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomShown:
    room: Room
    items: Sequence[ItemShown]

    @property
    def answered(self) -> int:
        return sum(item.word is not None for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkShown:
    """A walk room by room, in the order in which somebody walks."""

    assessment: Assessment
    rooms: Sequence[RoomShown]

    @property
    def items(self) -> list[ItemShown]:
        return [item for room in self.rooms for item in room.items]

    @property
    def answered(self) -> int:
        return sum(room.answered for room in self.rooms)

    def item(self, code: str) -> ItemShown | None:
        return next((item for item in self.items if item.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardShown:
    """A hazard with what is advised and what has happened, oldest first."""

    hazard: Hazard
    text: str
    fix: str
    advice: Recommendation | None
    events: Sequence[HazardEvent]
    photos: Sequence[Photo]


def walk_shown(assessment: Assessment, *, with_photos: bool) -> WalkShown:
    """What a walk asks and what was answered. Three queries."""
    [shown] = walks_shown([assessment], with_photos=with_photos)
    return shown


def walks_shown(walks: Sequence[Assessment], *, with_photos: bool) -> list[WalkShown]:
    """What each of them asks and what was answered. Three queries for all of them."""
    asked = ChecklistItem.objects.filter(checklist__in={walk.checklist_id for walk in walks})
    items: dict[int, list[ChecklistItem]] = defaultdict(list)
    for item in asked.order_by("position"):
        items[item.checklist_id].append(item)
    given = Answer.objects.filter(assessment__in=walks).select_related("made_by", "decided_by")
    answers = {(row.assessment_id, row.item_id): row for row in given}
    photos: dict[tuple[int | None, int | None], list[Photo]] = defaultdict(list)
    for photo in Photo.objects.filter(assessment__in=walks) if with_photos else ():
        photos[photo.assessment_id, photo.item_id].append(photo)
    return [
        _walk_shown(
            walk,
            [
                _item_shown(item, answers.get((walk.pk, item.pk)), photos[walk.pk, item.pk])
                for item in items[walk.checklist_id]
                if item.code in walk.asked
            ],
        )
        for walk in walks
    ]


def _walk_shown(assessment: Assessment, items: Sequence[ItemShown]) -> WalkShown:
    rooms: dict[Room, list[ItemShown]] = defaultdict(list)
    for item in items:
        rooms[item.room].append(item)
    return WalkShown(
        assessment=assessment,
        rooms=[RoomShown(room=room, items=rooms[room]) for room in Room if room in rooms],
    )


def _item_shown(item: ChecklistItem, answer: Answer | None, photos: Sequence[Photo]) -> ItemShown:
    said = in_language(item)
    return ItemShown(
        code=item.code,
        room=Room(item.room),
        text=said["text"],
        why=said["why"],
        fix=said["fix"],
        weight=item.weight,
        effort=item.effort,
        answer=answer,
        photos=photos,
    )


def in_language(item: ChecklistItem) -> dict[str, str]:
    """Text, why and fix in the reader's language, in English where nobody has translated them."""
    language = get_language() or ""
    said = item.translations.get(language) or item.translations.get(language.partition("-")[0]) or {}
    return {"text": item.text, "why": item.why, "fix": item.fix, **said}


def changed_since_last_time(assessment: Assessment) -> tuple[Assessment | None, list[Change]]:
    """The walk through the same home that was sent before this one, and what was answered otherwise."""
    before = (
        Assessment.objects.filter(home=assessment.home_id, made_at__lt=assessment.made_at)
        .exclude(state=State.DRAFT)
        .newest_first()
        .first()
    )
    if before is None:
        return None, []
    return before, changes(_words(before), _words(assessment))


def hazards_shown(home: Home, *, with_photos: bool) -> list[HazardShown]:
    """Every living hazard of a home: open ones first, the worst of them first. Four queries."""
    living = Hazard.objects.filter(home=home).exclude(state__in=ENDED).select_related("item", "home")
    found = list(living.worst_first().prefetch_related("events"))
    advice = {
        one.hazard_id: one
        for one in Recommendation.objects.current().filter(hazard__in=found).select_related("issued_by")
    }
    photos: dict[int | None, list[Photo]] = defaultdict(list)
    if with_photos:
        for photo in Photo.objects.filter(hazard__in=found):
            photos[photo.hazard_id].append(photo)
    shown = [_hazard_shown(hazard, advice.get(hazard.pk), photos[hazard.pk]) for hazard in found]
    return sorted(shown, key=lambda one: not one.hazard.is_open)


def hazard_shown(hazard: Hazard, *, with_photos: bool) -> HazardShown:
    """One hazard. Three queries."""
    advice = hazard.recommendations.filter(replaced_at=None).select_related("issued_by").first()
    return _hazard_shown(hazard, advice, list(hazard.photos.all()) if with_photos else [])


def reviewed_on(home: Home) -> date | None:
    """The day of the last review of a home, in UTC; re-checks count from it."""
    last = Assessment.objects.filter(home=home, state=State.REVIEWED).order_by("-reviewed_at").first()
    return last.reviewed_at.date() if last and last.reviewed_at else None


def _hazard_shown(hazard: Hazard, advice: Recommendation | None, photos: Sequence[Photo]) -> HazardShown:
    said = in_language(hazard.item)
    return HazardShown(
        hazard=hazard,
        text=said["text"],
        fix=said["fix"],
        advice=advice,
        events=list(hazard.events.all()),
        photos=photos,
    )


def _words(assessment: Assessment) -> dict[str, Word]:
    rows = assessment.answers.exclude(answer=None).order_by("item__position")
    return {code: Word(word) for code, word in rows.values_list("item__code", "answer") if word}
