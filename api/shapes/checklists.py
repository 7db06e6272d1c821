"""Checklists as JSON: what somebody can be asked about a home."""

from typing import Any

from rest_framework import serializers

from api.fields import Choice, Flag, Id, Text
from api.shapes.base import Shape
from checklists.domain import vocabulary as words
from checklists.models import Checklist, ChecklistItem


class ItemShown(Shape):
    """One thing to look at. Its text is true where all is well; a code never means another item."""

    code = Text()
    room = Choice(words.Room)
    text = Text()
    why = Text(help_text="Why it matters in MS.")
    fix = Text(help_text="What may help. Rails, raisers and the like: with a therapist.")
    weight = serializers.IntegerField(
        min_value=1,
        max_value=3,
        help_text="3 fix first, 2 fix soon, 1 fix when you can. Not validated; never added up.",
    )
    effort = Choice(
        words.Effort, help_text="S same day, M a tradesperson or small purchase, L building work."
    )
    quick = Choice(
        words.Walkers, allow_null=True, help_text="In whose ten-minute walk it is asked; null: in none."
    )
    core = Flag(help_text="Asked in every full walk.")


class ChecklistNamed(Shape):
    id = Id()
    code = Text()
    version = serializers.IntegerField(min_value=1)


class ChecklistShown(ChecklistNamed):
    title = Text()
    items = serializers.ListField(child=ItemShown())


def checklist_json(checklist: Checklist) -> dict[str, Any]:
    return {
        "id": str(checklist.public_id),
        "code": checklist.code,
        "version": checklist.version,
        "title": checklist.title,
        "items": [_item_json(item) for item in checklist.items.all()],
    }


def _item_json(item: ChecklistItem) -> dict[str, Any]:
    shown = ("code", "room", "text", "why", "fix", "weight", "effort", "quick")
    return {name: getattr(item, name) for name in shown} | {"core": not item.extra}
