"""The questions after a fall, one form a screen. Nothing in them is required: no answer is a skip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import FieldError
from accounts.domain.text import clean_text
from accounts.domain.vocabulary import Scope
from accounts.models import Patient
from frontend.words import choices, error_words
from ledger.domain.entries import as_json
from logs.domain.entries import NOTE_LIMIT
from logs.models import Fall
from logs.services.fall_rows import CHOICES, LISTS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Answers that always stand first or last, whatever was used most.
FIRST = {"none"}
LAST = {"other", "elsewhere", "unknown"}
# How far back "used most" looks.
RECENT_FALLS = 100
# These have an order of their own.
IN_ORDER = frozenset({"head_strike", "blackout", "got_up", "minutes_on_floor"})
UNANSWERED = ("", _("No answer"))
YES_OR_NO = (("yes", _("Yes")), ("no", _("No")))
ONE_OF_THESE = {"invalid_choice": _("Choose one of these answers."), "invalid_list": _("Choose from these.")}


class OneChip(forms.ChoiceField):
    """One answer of a vocabulary, or of yes and no."""

    def __init__(self, label: str | _StrPromise) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.RadioSelect,
            choices=YES_OR_NO,
            error_messages=ONE_OF_THESE,
        )


class ManyChips(forms.MultipleChoiceField):
    """Any number of answers of a vocabulary."""

    def __init__(self, label: str | _StrPromise) -> None:
        super().__init__(
            label=label, required=False, widget=forms.CheckboxSelectMultiple, error_messages=ONE_OF_THESE
        )


class QuestionForm(forms.Form):
    """One screen. `title` is its heading for the patient, `title_about` for whoever logs for them."""

    slug: ClassVar[str]
    title: ClassVar[str | _StrPromise]
    title_about: ClassVar[str | _StrPromise]
    fields_told: ClassVar[tuple[str, ...]]
    for_near_falls: ClassVar[bool] = True
    # What somebody else must have been allowed to see, on top of the fall, to be asked this.
    scope: ClassVar[Scope | None] = None
    # Fields that only this screen answers, so that one of them says that it was there.
    own_fields: ClassVar[tuple[str, ...]] = ()

    # The version that an answer here changes, and the one that the page was made of: each tap is saved
    # at once, and what follows from the answer is decided when the person goes on.
    base = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    shown = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        fall: Fall,
        now: datetime,
        used: Mapping[str, Counter[str]] | None = None,
    ) -> None:
        self.fall, self.now = fall, now
        super().__init__(data, initial=self.answers_of(fall) | {"base": fall.version})
        if used is None:
            used = used_most(fall.patient, [name for name in self.fields if name in LISTS or name in CHOICES])
        for name, field in self.fields.items():
            if isinstance(field, OneChip | ManyChips):
                field.choices = self.chips(name, used.get(name, Counter()))

    def chips(self, name: str, used: Counter[str]) -> list[tuple[Any, Any]]:
        vocabulary: type[StrEnum] | None = LISTS.get(name) or CHOICES.get(name)
        found: list[tuple[Any, Any]] = list(YES_OR_NO)
        if vocabulary is not None:
            found = list(choices(vocabulary))
            if name not in IN_ORDER:
                found.sort(key=lambda chip: (chip[0] in LAST, chip[0] not in FIRST, -used[chip[0]]))
        answered = getattr(self.fall, name, None) is not None
        return [*found, UNANSWERED] if answered and name not in LISTS else found

    @classmethod
    def is_answered(cls, fall: Fall) -> bool:
        return any(getattr(fall, name) not in (None, "") for name in cls.own_fields or cls.fields_told)

    def answers_of(self, fall: Fall) -> dict[str, Any]:
        """What the fall says now, as this form shows it."""
        shown = {name: getattr(fall, name) for name in self.fields_told}
        return {
            name: _yes_or_no(value) if isinstance(value, bool) else value for name, value in shown.items()
        }

    def told(self) -> dict[str, object]:
        """The answers as an entry carries them; None where nothing is chosen."""
        return {
            name: _typed(name, self.cleaned_data[name]) for name in self.fields_told if name in self.fields
        }

    def changes(self, seen: Mapping[str, object]) -> dict[str, object]:
        """What differs from the stored values that the person saw before them."""
        return {name: value for name, value in self.told().items() if as_json(value) != seen[name]}

    def field_of(self, entry_field: str | None) -> str | None:
        """The field of this form beside which an entry's error belongs."""
        return entry_field if entry_field in self.fields else None


class FloorForm(QuestionForm):
    slug = "floor"
    title = _("Did you end up on the floor, the ground or a lower level?")
    title_about = _("Did %(name)s end up on the floor, the ground or a lower level?")
    fields_told = ("landed_on_floor",)
    for_near_falls = False

    landed_on_floor = OneChip(title)


class HurtForm(QuestionForm):
    slug = "hurt"
    title = _("Any injuries?")
    title_about = _("Any injuries?")
    fields_told = ("injuries", "head_strike", "blackout")
    own_fields = ("injuries",)
    for_near_falls = False

    injuries = ManyChips(title)
    head_strike = OneChip(_("Any knock to the head?"))
    blackout = OneChip(_("Blacked out, or cannot remember?"))


class CareForm(QuestionForm):
    slug = "care"
    title = _("What care did you get?")
    title_about = _("What care did %(name)s get?")
    fields_told = ("care",)
    for_near_falls = False

    care = ManyChips(title)


class WhereForm(QuestionForm):
    slug = "where"
    title = _("Where were you?")
    title_about = _("Where was %(name)s?")
    fields_told = ("place",)

    place = OneChip(title)


class DoingForm(QuestionForm):
    slug = "doing"
    title = _("What were you doing?")
    title_about = _("What was %(name)s doing?")
    fields_told = ("activity",)

    activity = OneChip(title)


class HappenedForm(QuestionForm):
    slug = "happened"
    title = _("What happened?")
    title_about = _("What happened?")
    fields_told = ("mechanisms",)

    mechanisms = ManyChips(title)


class LandingForm(QuestionForm):
    slug = "landing"
    title = _("What met the floor first?")
    title_about = _("What met the floor first?")
    fields_told = ("landing",)
    for_near_falls = False

    landing = OneChip(title)


class SymptomsForm(QuestionForm):
    slug = "symptoms"
    title = _("How did you feel just before?")
    title_about = _("How did %(name)s feel just before?")
    fields_told = ("symptoms",)
    scope = Scope.SYMPTOMS

    symptoms = ManyChips(title)


class TriggersForm(QuestionForm):
    slug = "triggers"
    title = _("What was going on?")
    title_about = _("What was going on?")
    fields_told = ("triggers",)
    scope = Scope.SYMPTOMS

    triggers = ManyChips(title)


class AidForm(QuestionForm):
    slug = "aid"
    title = _("Which aids were you using?")
    title_about = _("Which aids was %(name)s using?")
    fields_told = ("aids_in_use", "aid_left_unused")

    aids_in_use = ManyChips(title)
    aid_left_unused = OneChip(_("Was there an aid that was left aside?"))

    def chips(self, name: str, used: Counter[str]) -> list[tuple[Any, Any]]:
        if name == "aids_in_use":
            used = used + Counter(self.fall.patient.aids)
        return super().chips(name, used)


class FootwearForm(QuestionForm):
    slug = "footwear"
    title = _("What was on your feet?")
    title_about = _("What was on the feet of %(name)s?")
    fields_told = ("footwear",)

    footwear = OneChip(title)


class GettingUpForm(QuestionForm):
    slug = "getting-up"
    title = _("How did you get up?")
    title_about = _("How did %(name)s get up?")
    fields_told = ("got_up", "minutes_on_floor")
    own_fields = ("minutes_on_floor",)
    for_near_falls = False

    got_up = OneChip(title)
    minutes_on_floor = OneChip(_("How long on the floor?"))


class FollowUpForm(QuestionForm):
    """Asked three days after an injury. Its "yes" is good news, and no loss."""

    slug = "three-days"
    title = _("Three days on: can you do all you did before this fall?")
    title_about = _("Three days on: can %(name)s do all that was possible before this fall?")
    fields_told = ("function_loss_3d",)
    for_near_falls = False

    function_loss_3d = OneChip(title)

    def answers_of(self, fall: Fall) -> dict[str, Any]:
        loss = fall.function_loss_3d
        return {"function_loss_3d": None if loss is None else _yes_or_no(not loss)}

    def told(self) -> dict[str, object]:
        able = self.cleaned_data["function_loss_3d"]
        return {"function_loss_3d": able == "no" if able else None}


class NoteField(forms.CharField):
    """Free text under the domain's rules, NUL included, so that one place says what is wrong."""

    def __init__(self, label: str | _StrPromise) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.Textarea(attrs={"rows": 6, "maxlength": NOTE_LIMIT}),
        )
        self.validators = []

    def clean(self, value: str | None) -> str:
        text = str(super().clean(value))
        try:
            return clean_text(text, field="note", limit=NOTE_LIMIT)
        except FieldError as error:
            raise ValidationError(error_words(error), code=error.code) from error


class NoteForm(QuestionForm):
    slug = "note"
    title = _("Anything to add?")
    title_about = _("Anything to add?")
    fields_told = ("note",)
    scope = Scope.NOTES

    note = NoteField(title)


def used_most(patient: Patient, names: Sequence[str]) -> dict[str, Counter[str]]:
    """How often each answer was given in the patient's recent entries. One query, none without names."""
    used: dict[str, Counter[str]] = {name: Counter() for name in names}
    if names:
        recent = Fall.objects.active().filter(patient=patient).newest_first().values(*names)[:RECENT_FALLS]
        for row in recent:
            for name, value in row.items():
                used[name].update(value if isinstance(value, list) else [value] if value else [])
    return used


def _yes_or_no(value: bool) -> str:  # noqa: FBT001 - a value, not a switch
    return "yes" if value else "no"


def _typed(name: str, value: Any) -> object:  # noqa: ANN401 - whatever a form field cleans to
    """A cleaned form value as the entry's own type."""
    if name == "note":
        return value
    if not value:
        return None
    if name in LISTS:
        return tuple(LISTS[name](item) for item in value)
    return CHOICES[name](value) if name in CHOICES else value == "yes"
