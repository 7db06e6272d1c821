"""The catalogue in the reader's language, for pages, phones and programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from symptoms.domain.catalogue import CATALOGUE, SUGGESTED, VERSION, Definition
from symptoms.domain.vocabulary import Group, NumbArea, PainSite, Recall, Scale, SymptomCode

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

__all__ = [
    "ALL",
    "AREAS",
    "GROUPS",
    "RECALLS",
    "SUGGESTED",
    "SYMPTOMS",
    "VERSION",
    "Group",
    "Recall",
    "Scale",
    "Symptom",
    "catalogue_told",
    "value_words",
]

GROUPS: Mapping[Group, _StrPromise] = {
    Group.ENERGY: _("Energy, sleep and mind"),
    Group.STRENGTH: _("Strength"),
    Group.STIFFNESS: _("Stiffness and pain"),
    Group.BALANCE: _("Balance"),
    Group.SENSES: _("Sight and feeling"),
    Group.BLADDER: _("Bladder"),
    Group.MEDICINE: _("Medicine"),
}
RECALLS: Mapping[Recall, _StrPromise] = {
    Recall.TODAY: _("Today"),
    Recall.LAST_24_HOURS: _("In the last 24 hours"),
    Recall.LAST_NIGHT: _("Last night"),
    Recall.LAST_WEEK: _("In the last 7 days"),
}
AREAS: Mapping[str, Mapping[str, _StrPromise]] = {
    SymptomCode.NUMBNESS: {
        NumbArea.FEET: _("Feet"),
        NumbArea.LEGS: _("Legs"),
        NumbArea.HANDS: _("Hands"),
        NumbArea.TRUNK: _("Chest, belly or back"),
        NumbArea.FACE: _("Face"),
        NumbArea.SADDLE: _("Between the legs"),
    },
    SymptomCode.PAIN: {
        PainSite.HEAD: _("Head or face"),
        PainSite.NECK: _("Neck"),
        PainSite.BACK: _("Back"),
        PainSite.ARMS: _("Arms"),
        PainSite.HANDS: _("Hands"),
        PainSite.TRUNK: _("Chest or belly"),
        PainSite.LEGS: _("Legs"),
        PainSite.FEET: _("Feet"),
    },
}


@dataclass(frozen=True, slots=True)
class Symptom:
    """One definition, with words that are translated when they are shown."""

    definition: Definition
    name: _StrPromise
    question: _StrPromise
    words: Sequence[_StrPromise]

    @property
    def code(self) -> str:
        return str(self.definition.code)

    @property
    def group(self) -> Group:
        return self.definition.group

    @property
    def scale(self) -> Scale:
        return self.definition.scale

    @property
    def most(self) -> int:
        return self.definition.most

    @property
    def sudden(self) -> bool:
        return self.definition.sudden

    @property
    def has_areas(self) -> bool:
        return self.definition.areas is not None


def _in_words(one: Definition) -> Symptom:
    return Symptom(one, _(one.name), _(one.question), tuple(_(word) for word in one.words))


ALL: tuple[Symptom, ...] = tuple(_in_words(one) for one in CATALOGUE)
SYMPTOMS: Mapping[str, Symptom] = {one.code: one for one in ALL}


def value_words(code: str, value: int | None) -> str:
    """ "7 of 10", "The toes catch often", "3", "Yes"; what was not answered says so, and is no zero."""
    one = SYMPTOMS[code]
    if value is None:
        return str(_("Not answered"))
    match one.scale:
        case Scale.NRS:
            return _("%(value)s of %(most)s") % {"value": value, "most": one.most}
        case Scale.COUNT:
            return str(value)
    return str(one.words[value])


def catalogue_told() -> Iterator[dict[str, object]]:
    """Each question with all that a program has to know of it."""
    for one in ALL:
        definition = one.definition
        yield {
            "code": one.code,
            "group": str(one.group),
            "name": str(one.name),
            "question": str(one.question),
            "scale": str(one.scale),
            "most": one.most,
            "words": [str(word) for word in one.words],
            "recall": str(definition.recall),
            "areas": [str(area) for area in definition.areas or ()],
            "source": definition.source,
            "loinc": definition.loinc or None,
            "sudden": one.sudden,
        }
