"""How somebody is, as one form on a page: nothing in it is required, and no answer is no zero."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import FieldError
from frontend.forms.questions import ONE_OF_THESE, UNANSWERED, ManyChips
from frontend.words import choices, error_words
from ledger.domain.errors import InvalidEntry
from logs.domain.entries import NOTE_LIMIT
from logs.domain.vocabulary import Aid, Trigger
from symptoms.catalogue import AREAS, SYMPTOMS, Scale, Symptom
from symptoms.models import SymptomEntry

NONE = "none"


class DailyForm(forms.Form):
    """`codes` are the symptoms that it asks about, in their order."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=_("Anything to add?"),
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        codes: Iterable[str],
        entry: SymptomEntry | None = None,
    ) -> None:
        self.codes = [code for code in codes if code in SYMPTOMS]
        super().__init__(data, initial={"entry_id": uuid4()} if entry is None else told_by(entry))
        triggers, aids = ManyChips(_("What was going on?")), ManyChips(_("Which aids were used?"))
        triggers.choices = [(NONE, _("None of these")), *choices(Trigger)]
        aids.choices = [(NONE, _("No aid")), *choices(Aid, leave_out={Aid.NONE})]
        self.fields |= {"triggers": triggers, "aids_in_use": aids}
        for code in self.codes:
            self.fields[f"value_{code}"] = _value_field(SYMPTOMS[code])
            if code in AREAS:
                areas = ManyChips(_("Where is it?"))
                areas.choices = list(AREAS[code].items())
                self.fields[f"areas_{code}"] = areas
        self.order_fields(["entry_id", *self.asked_names(), "triggers", "aids_in_use", "note"])

    def asked_names(self) -> list[str]:
        names = [name for code in self.codes for name in (f"value_{code}", f"areas_{code}")]
        return [name for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("triggers", "aids_in_use"):
            if NONE in cleaned.get(name, []) and len(cleaned[name]) > 1:
                self.add_error(name, _("Choose either none or the ones that apply, not both."))
        return cleaned

    def told(self) -> dict[str, Any]:
        """The fields of an entry, typed; a value that was left out is None."""
        told, cleaned = dict[str, Any](), self.cleaned_data
        told["values"] = {code: _number(cleaned[f"value_{code}"]) for code in self.codes}
        told["areas"] = {
            code: tuple(cleaned[f"areas_{code}"]) if told["values"][code] else ()
            for code in self.codes
            if f"areas_{code}" in self.fields
        }
        told["triggers"] = _listed(cleaned["triggers"], Trigger)
        told["aids_in_use"] = _listed(cleaned["aids_in_use"], Aid)
        return told | {"note": cleaned["note"]}

    def refuse(self, error: InvalidEntry) -> None:
        """Say beside each field what is wrong with it."""
        for one in error.errors:
            name = self._field_of(one)
            self.add_error(name if name in self.fields else None, error_words(one))

    def _field_of(self, error: FieldError) -> str:
        head, _dot, code = (error.field or "").partition(".")
        return {"values": f"value_{code}", "areas": f"areas_{code}"}.get(head, head)


def told_by(entry: SymptomEntry) -> dict[str, Any]:
    """An entry as the form shows it."""
    return {
        **{f"value_{code}": value for code, value in entry.values.items() if value is not None},
        **{f"areas_{code}": areas for code, areas in entry.areas.items()},
        "triggers": _shown(entry.triggers),
        "aids_in_use": _shown(entry.aids_in_use),
        "note": entry.note,
    }


def _value_field(symptom: Symptom) -> forms.ChoiceField:
    numbers = range(symptom.most + 1)
    by_number = symptom.scale in (Scale.NRS, Scale.COUNT)
    words = numbers if by_number else symptom.words
    return forms.ChoiceField(
        label=symptom.question,
        required=False,
        widget=forms.RadioSelect,
        choices=[*zip(map(str, numbers), map(str, words), strict=True), UNANSWERED],
        error_messages=ONE_OF_THESE,
    )


def _number(text: str) -> int | None:
    return int(text) if text else None


def _listed(chosen: list[str], vocabulary: type[StrEnum]) -> tuple[StrEnum, ...] | None:
    """Nothing chosen is no answer; "none of these" is one."""
    if not chosen:
        return None
    return tuple(vocabulary(one) for one in chosen if one != NONE)


def _shown(stored: list[str] | None) -> list[str]:
    return [NONE] if stored == [] else stored or []
