"""Symptoms as JSON: the codes of the catalogue, null for "not answered", which is never 0."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.domain.vocabulary import Aid
from accounts.services.access import Access
from api.fields import Choice, Choices, Day, Flag, Id, Moment, Number, Text
from api.shapes.base import Shape, shown
from api.shapes.falls import LONGEST_ZONE
from ledger.domain.entries import NOTE_LIMIT
from ledger.domain.vocabulary import EntryState, Trigger
from logs.domain.entries import LIST_LIMIT
from symptoms.domain.catalogue import CATALOGUE
from symptoms.domain.entries import CHANGEABLE_FIELDS, PIN_LIMIT, SymptomsTold
from symptoms.domain.vocabulary import Group, NumbArea, PainSite, Recall, Scale, SymptomCode
from symptoms.models import SymptomEntry


class ValuesTold(Shape):
    """Each on its scale of the catalogue; null, or left out: not answered, which is never 0."""

    def get_fields(self) -> dict[str, Any]:
        return {
            str(one.code): Number(required=False, allow_null=True, min_value=0, max_value=one.most)
            for one in CATALOGUE
        }


class AreasTold(Shape):
    """Where it is felt."""

    numbness = Choices(NumbArea, required=False, allow_null=True, max_length=LIST_LIMIT)
    pain = Choices(PainSite, required=False, allow_null=True, max_length=LIST_LIMIT)


class ToldFields(Shape):
    """What somebody may tell of how they are."""

    time_zone = Text(
        required=False,
        max_length=LONGEST_ZONE,
        help_text="IANA name of the zone where they were; without it, where the diary is at home.",
    )
    values = ValuesTold(required=False)
    areas = AreasTold(required=False)
    triggers = Choices(
        Trigger,
        required=False,
        allow_null=True,
        max_length=LIST_LIMIT,
        help_text="What was there that day; null: not asked, empty: asked, and none of them.",
    )
    aids_in_use = Choices(
        Aid, required=False, allow_null=True, max_length=LIST_LIMIT, help_text="As `triggers`."
    )
    note = Text(
        required=False,
        allow_blank=True,
        help_text=f"At most {NOTE_LIMIT} characters, composed (NFC), without control characters but newline.",
    )


class NewSymptomsFields(ToldFields):
    entry_id = Id(help_text="Made on the phone; the same one again is the same entry.")
    occurred_at = Moment(required=False, help_text="The moment it is about; without it, `made_at`.")
    made_at = Moment(required=False, help_text="When the person tapped; without it, now.")


class NewSymptoms(NewSymptomsFields):
    patient = Id(required=False, help_text="For whom, where it is not one's own diary.")


class SymptomChangeFields(ToldFields):
    """Fields to set; those left out stay, and so do values and areas that are not named."""

    occurred_at = Moment(required=False)


class SymptomsPatch(SymptomChangeFields):
    version = Number(help_text="The version that these changes were made to.")
    op_id = Id(required=False, help_text="Makes a resend of this change the same change.")
    patient = Id(required=False)
    made_at = Moment(required=False, help_text="When the person changed it; without it, now.")


class SymptomQuery(Shape):
    first = Day(required=False, help_text="First local date, included.")
    last = Day(required=False, help_text="Last local date, included.")
    state = Choice(EntryState, required=False, help_text="active unless said otherwise.")
    patient = Id(required=False)
    cursor = Text(required=False, help_text="From `next` or `previous`.")


@extend_schema_field(
    {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0, "nullable": True}}
)
class ValuesShown(serializers.JSONField):
    """As they were told, by code."""


@extend_schema_field(
    {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}
)
class AreasShown(serializers.JSONField):
    """As they were told, by code."""


class SymptomsShown(Shape):
    """An entry as it stands."""

    id = Id(source="public_id")
    entry_id = Id()
    version = Number()
    state = Choice(EntryState)
    occurred_at = Moment()
    time_zone = Text()
    local_date = Day(help_text="The day in the zone where they were.")
    made_at = Moment(help_text="When the person tapped, by the server's clock.")
    received_at = Moment()
    ahead_of_clock = Flag(help_text="The phone said a time to come, and it was taken as now.")
    made_by = Id(
        source="made_by.public_id",
        allow_null=True,
        help_text="Who made the entry; null for an account that is gone.",
    )
    values = ValuesShown()
    areas = AreasShown()
    triggers = Choices(Trigger, allow_null=True)
    aids_in_use = Choices(Aid, allow_null=True)
    note = Text(allow_null=True, help_text="null where the viewer may not read notes.")


class PinsShown(Shape):
    codes = Choices(SymptomCode, help_text="Asked every day, in this order.")


class PinsPatch(Shape):
    codes = Choices(SymptomCode, max_length=PIN_LIMIT)
    patient = Id(required=False)


class CatalogueItem(Shape):
    """One question."""

    code = Choice(SymptomCode)
    group = Choice(Group)
    name = Text()
    question = Text()
    scale = Choice(Scale)
    most = Number(help_text="The highest value; the lowest is 0, and more is worse.")
    words = serializers.ListField(
        child=Text(), help_text="Of every value (steps, yes_no), or of both ends (nrs, count)."
    )
    recall = Choice(Recall, help_text="What time it is about.")
    areas = serializers.ListField(child=Text(), help_text="Words for where it is felt; empty: not asked.")
    source = Text()  # type: ignore[assignment]  # of the question, not DRF's own
    loinc = Text(allow_null=True)
    sudden = Flag(help_text="New and sudden it is a reason to call for help.")


class CatalogueShown(Shape):
    version = Number()
    suggested = Choices(SymptomCode)
    results = CatalogueItem(many=True)


ENTRY_FIELDS = frozenset(field.name for field in fields(SymptomsTold))


def symptoms_of(told: Mapping[str, Any], *, received_at: datetime) -> SymptomsTold:
    """The symptoms that were sent, as somebody tells them."""
    said = {name: value for name, value in told.items() if name in ENTRY_FIELDS}
    if "areas" in said:
        said["areas"] = {code: area for code, area in said["areas"].items() if area is not None}
    return SymptomsTold(**{"made_at": received_at, **said})


def symptom_changes_of(told: Mapping[str, Any]) -> dict[str, object]:
    """The fields that a change sets."""
    return {name: value for name, value in told.items() if name in CHANGEABLE_FIELDS}


def symptoms_json(entry: SymptomEntry, access: Access) -> dict[str, Any]:
    """An entry as this viewer may read it: a note only where the patient shows them."""
    found = shown(SymptomsShown, entry)
    if not access.sees_notes:
        found["note"] = None
    return found
