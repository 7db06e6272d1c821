"""The walk's shell: one page for everybody, with the checklist that a phone needs to walk without a network.

It is made of the same parts as the pages of a walk, and knows nobody. Which items are asked is chosen on the
phone, by the rules of `checklists.domain.catalogue`.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from accounts.models import Patient
from checklists.domain.errors import UnknownChecklist
from checklists.domain.vocabulary import Verdict
from checklists.models import Assessment, Checklist, ChecklistItem
from checklists.services.clinic_checklists import FOR_EVERYBODY, checklist_of
from checklists.services.photos import MOST_PHOTOS
from checklists.summaries import in_language
from frontend.context import phone_context
from frontend.forms.homes import DetailsForm, PhotoForm
from frontend.home_words import ANSWERS, ROOMS, SAID, WALKS
from ledger.models import Operation

Json = dict[str, Any]


def walk_shell_html(language: str | None) -> str:
    """With the newest checklist for everybody, if one was ever loaded; made once for each version of it."""
    newest = Checklist.objects.for_everybody().newest().filter(code=FOR_EVERYBODY)
    return _shell_html(language, newest.values_list("public_id", flat=True).first())


@cache
def _shell_html(language: str | None, checklist_id: UUID | None) -> str:
    with override(language):
        checklist = checklist_id and Checklist.objects.get(public_id=checklist_id)
        context = {
            "user": None,
            "app_name": settings.APP_NAME,
            "checklist": checklist_json(checklist) if checklist else None,
            "rooms": ROOMS.items(),
            "buttons": list(ANSWERS.items()),
            "said": SAID.items(),
            "walks": WALKS.items(),
            "form": DetailsForm(),
            "photo_form": PhotoForm(),
            "most_photos": MOST_PHOTOS,
            **phone_context(),
        }
        return render_to_string("frontend/walks/shell.html", context)


def checklist_json(checklist: Checklist) -> Json:
    """A version in the reader's language, as js/phone/walk_rules.js reads it."""
    return {"id": str(checklist.public_id), "items": _items_json(checklist.items.all())}


def own_checklist(patient: Patient) -> Json | None:
    """The one of the patient's clinic; None where they are asked what everybody is."""
    try:
        checklist = checklist_of(patient)
    except UnknownChecklist:
        return None
    return None if checklist.clinic is None else checklist_json(checklist)


def walk_json(assessment: Assessment, *, known: str) -> Json:
    """A walk under way as the patient's own phone merges it with what lies there.

    `begun` names every operation that began it, of any phone. The items come with it where `known`, the
    checklist that the phone has, is another one.
    """
    checklist_id = str(assessment.checklist.public_id)
    begun = Operation.objects.filter(
        patient=assessment.patient, type="assessment", about_key=assessment.public_id
    )
    return {
        "id": str(assessment.public_id),
        "begun": [str(assessment.entry_id), *map(str, begun.values_list("op_id", flat=True))],
        "kind": assessment.walk,
        "state": assessment.state,
        "made_at": assessment.made_at.isoformat(),
        "checklist": checklist_id,
        "asked": assessment.asked,
        "answers": {
            row.item.code: {
                "answer": row.answer,
                "note": row.note,
                "known": str(row.op_id),
                "question": row.question if row.verdict == Verdict.RETURNED else "",
                "again": row.again,
                "both": row.other is not None,
            }
            for row in assessment.answers.select_related("item")
        },
        "photos": Counter(assessment.photos.values_list("item__code", flat=True)),
        "items": None if known == checklist_id else _items_json(assessment.checklist.items.all()),
    }


def _items_json(items: Iterable[ChecklistItem]) -> list[Json]:
    return [
        {"code": item.code, "room": item.room, "quick": item.quick, "extra": item.extra, **in_language(item)}
        for item in items
    ]
