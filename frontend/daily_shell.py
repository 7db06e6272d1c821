"""The daily check's shell: one page for everybody, with all that a phone needs to ask how somebody is.

Its words are those of the catalogue of symptoms, and of the questions after a fall where both ask the
same. It knows nobody: what is asked, and what stood there last time, lies on the phone.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from frontend import safety_texts as texts
from frontend.context import phone_context
from frontend.log_shell import NOBODY
from frontend.phone_numbers import emergency_number
from frontend.words import choices
from logs.domain.entries import NOTE_LIMIT
from logs.domain.vocabulary import Aid, Trigger
from symptoms.catalogue import ALL, AREAS, SUGGESTED, Scale, Symptom

Json = dict[str, Any]


@cache
def daily_shell_html(language: str | None) -> str:
    with override(language):
        context = {
            "user": None,
            "app_name": settings.APP_NAME,
            "catalogue": catalogue_json(),
            "triggers": choices(Trigger),
            "aids": choices(Aid, leave_out={Aid.NONE}),
            "emergency": emergency_number(),
            "warnings": {
                "sight": texts.SUDDEN_SIGHT,
                "numb": texts.SUDDEN_NUMBNESS,
                "saddle": texts.SADDLE,
            }.items(),
            "not_watched": texts.NOT_WATCHED.to(NOBODY),
            "note_limit": NOTE_LIMIT,
            **phone_context(),
        }
        return render_to_string("frontend/symptoms/daily.html", context)


def catalogue_json() -> Json:
    """In the reader's language, as js/phone/daily_rules.js reads it."""
    return {"symptoms": {one.code: _symptom_json(one) for one in ALL}, "suggested": list(SUGGESTED)}


def _symptom_json(one: Symptom) -> Json:
    values = [0, one.most] if one.scale in (Scale.NRS, Scale.COUNT) else range(one.most + 1)
    return {
        "name": str(one.name),
        "question": str(one.question),
        "scale": str(one.scale),
        "words": {value: str(words) for value, words in zip(values, one.words, strict=True)},
        "areas": {area: str(words) for area, words in AREAS[one.code].items()} if one.has_areas else None,
        "sudden": one.sudden,
    }
