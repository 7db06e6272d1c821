"""The log's shell: one page for everybody, with all that a phone needs to log without a network.

It is made of the same questions and the same safety texts as the pages, and knows nobody. What depends on a
person or on what they tapped is chosen on the phone, by the rules that stand beside each part.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from accounts.domain.vocabulary import YesNoUnknown
from accounts.models import Patient, User
from frontend import safety_texts as texts
from frontend.forms.questions import UNANSWERED, ManyChips, OneChip, QuestionForm
from frontend.question_flow import QUESTIONS
from frontend.safety_texts import Choice
from logs.models import Fall
from logs.services.fall_rows import CHOICES, LISTS

# "a,b" is or, "a+b" and, "!a" not: what must be so for a part to be shown (js/phone/safety.js).
LEGS_MATTER = "chosen+wheelchair,chosen+numb_legs-yes,chosen+numb_legs-unknown"
LEGS_AT_ONCE = "first+wheelchair,first+numb_legs-yes"
PUMP = "baclofen_pump-yes,baclofen_pump-unknown"
# Nobody's: what is not known shows the stricter text.
NOBODY = texts.Profile(YesNoUnknown.UNKNOWN, YesNoUnknown.UNKNOWN, False, YesNoUnknown.UNKNOWN)  # noqa: FBT003


@dataclass(frozen=True, slots=True)
class Part:
    """A safety text, and when it is shown."""

    when: str
    advice: texts.Advice


def safety_parts() -> Iterator[Part]:
    """Every text of the safety screen, the strongest first, as `safety_texts.advice` orders them."""
    emergency = replace(_advice(texts.EMERGENCIES), signs=tuple(texts.signs(NOBODY)))
    none_of_them = "+".join(f"!{choice}" for choice in texts.BUTTONS if choice in texts.EMERGENCIES)
    yield Part(",".join(sorted(texts.EMERGENCIES)), emergency)
    for thins in YesNoUnknown:
        yield Part(f"head+blood_thinner-{thins}", _advice({Choice.HEAD}, thins))
    yield Part(
        f"head+{none_of_them}",
        replace(emergency, reasons=()),
    )
    for choice in (Choice.OVER_AN_HOUR, Choice.CANNOT_GET_UP):
        yield Part(choice, _advice({choice}))


def safety_context(emergency_number: dict[str, str]) -> dict[str, object]:
    return {
        "parts": list(safety_parts()),
        "buttons": [(choice, texts.LABELS[choice].to(NOBODY)) for choice in texts.BUTTONS],
        "legs": [(rule, texts.LEGS.to(NOBODY)) for rule in (LEGS_MATTER, LEGS_AT_ONCE)],
        "same_day": texts.SAME_DAY.to(NOBODY),
        "emergency_too": texts.EMERGENCY_TOO,
        "pump": (PUMP, texts.PUMP),
        "not_watched": texts.NOT_WATCHED.to(NOBODY),
        "what_to_say": texts.WHAT_TO_SAY.to(NOBODY),
        "emergency": emergency_number,
    }


@dataclass(frozen=True, slots=True)
class Question:
    """A question as a template of the shell; `fields` is the JSON of each field's kind."""

    form: QuestionForm
    fields: str

    @property
    def names(self) -> list[str]:
        return [name for name, field in self.form.fields.items() if not field.widget.is_hidden]

    @property
    def heading(self) -> object:
        return self.form[self.names[0]]

    @property
    def others(self) -> list[object]:
        return [self.form[name] for name in self.names[1:]]


def shell_questions() -> Iterator[Question]:
    for question in QUESTIONS:
        form = blank_form(question, Patient(user=User()))
        for name, field in form.fields.items():
            if isinstance(field, OneChip) and name != "when":
                field.choices = [*choices_of(field), UNANSWERED]
        yield Question(form, json.dumps({name: _kind(name) for name in question.fields_told}))


def orders_for(patient: Patient, used: dict[str, Counter[str]]) -> dict[str, list[str]]:
    """The answers of each field, those first that this patient gives most often."""
    orders = {}
    for question in QUESTIONS:
        for name, field in blank_form(question, patient, used).fields.items():
            if name in used and isinstance(field, OneChip | ManyChips):
                orders[name] = [str(value) for value, _words in choices_of(field)]
    return orders


def choices_of(field: OneChip | ManyChips) -> list[tuple[Any, Any]]:
    """Values and words; Django's type allows groups and functions, too."""
    return list(field.choices)  # type: ignore[arg-type]


def blank_form(
    question: type[QuestionForm], patient: Patient, used: dict[str, Counter[str]] | None = None
) -> QuestionForm:
    """The question about a fall of which nothing is known yet. Asks the database nothing."""
    now = timezone.now()
    fall = Fall(patient=patient, occurred_at=now, made_at=now, time_zone="UTC", version=1)
    return question(None, fall=fall, now=now, used=used or {})


def _advice(
    choices: "set[Choice] | frozenset[Choice]", thins: YesNoUnknown = YesNoUnknown.UNKNOWN
) -> texts.Advice:
    profile = texts.Profile(thins, NOBODY.numb_legs, NOBODY.uses_wheelchair, NOBODY.baclofen_pump)
    return next(texts.advice(choices, profile))


def _kind(name: str) -> str:
    if name in LISTS:
        return "many"
    if name in CHOICES:
        return "one"
    return "text" if name == "note" else "yes_no"
