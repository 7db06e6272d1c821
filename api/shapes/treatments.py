"""Medicines, side effects, aids and exercise as JSON."""

from collections.abc import Mapping
from typing import Any

from accounts.domain.vocabulary import Aid
from accounts.services.access import Access
from api.fields import Choice, Day, Flag, Id, Moment, Number, Text
from api.shapes.base import OfPatient, Shape, shown
from ledger.domain.vocabulary import EntryState
from treatments.domain.entries import MOST_HOURS, MOST_MINUTES, SEVEREST
from treatments.domain.vocabulary import ExerciseKind, MedicineClass
from treatments.models import AidPeriod, ExerciseEntry, Medicine, SideEffect

# What belongs to the request, not to what is told.
OF_THE_REQUEST = ("entry_id", "op_id", "version", "made_at", "patient")


class NewEntry(OfPatient):
    entry_id = Id(help_text="Made by the program: sent again, it is the same entry.")
    made_at = Moment(required=False, help_text="When the person told it; without it, now.")


class Change(OfPatient):
    version = Number(help_text="The version that these changes were made to.")
    op_id = Id(required=False, help_text="Makes a resend of this change the same change.")
    made_at = Moment(required=False)


class ListQuery(OfPatient):
    cursor = Text(required=False, help_text="From `next` or `previous`.")


class NewMedicine(NewEntry):
    medicine_class = Choice(MedicineClass, help_text="What kind of medicine. There is no dose.")
    own_name = Text(required=False, allow_blank=True)
    started_on = Day(required=False, allow_null=True)
    stopped_on = Day(required=False, allow_null=True)


class MedicinePatch(Change):
    medicine_class = Choice(MedicineClass, required=False)
    own_name = Text(required=False, allow_blank=True)
    started_on = Day(required=False, allow_null=True)
    stopped_on = Day(required=False, allow_null=True)


class EntryShown(Shape):
    id = Id(source="public_id")
    entry_id = Id()
    version = Number()
    state = Choice(EntryState)
    made_at = Moment()
    received_at = Moment()
    made_by = Id(source="made_by.public_id", allow_null=True)


class MedicineShown(EntryShown):
    medicine_class = Choice(MedicineClass)
    own_name = Text()
    started_on = Day(allow_null=True)
    stopped_on = Day(allow_null=True)
    is_pump = Flag()


class NewSideEffect(NewEntry):
    severity = Number(min_value=0, max_value=SEVEREST, help_text="Drowsy or weaker, 0 to 10.")
    hours_after_dose = Number(required=False, allow_null=True, min_value=0, max_value=MOST_HOURS)
    occurred_at = Moment(required=False, help_text="When it was felt; without it, now.")
    note = Text(required=False, allow_blank=True)


class SideEffectShown(EntryShown):
    medicine = Id(source="medicine.public_id")
    severity = Number(min_value=0, max_value=SEVEREST)
    hours_after_dose = Number(allow_null=True, min_value=0)
    occurred_at = Moment()
    time_zone = Text()
    local_date = Day()
    note = Text(allow_null=True, help_text="null where the viewer may not read notes.")


class NewExercise(NewEntry):
    on = Day(help_text="The local day.")
    minutes = Number(max_value=MOST_MINUTES)
    kind = Choice(ExerciseKind)
    supervised = Flag(required=False, allow_null=True)


class ExerciseShown(EntryShown):
    on = Day()
    minutes = Number()
    kind = Choice(ExerciseKind)
    supervised = Flag(allow_null=True)


class NewAid(NewEntry):
    aid = Choice(Aid, help_text="Of one's own: not furniture, not a person.")
    owned_from = Day(required=False, allow_null=True, help_text="null for long since.")
    owned_to = Day(required=False, allow_null=True, help_text="null for still: it is in the profile, too.")


class AidPatch(Change):
    owned_from = Day(required=False, allow_null=True)
    owned_to = Day(required=False, allow_null=True)


class AidShown(Shape):
    id = Id(source="public_id")
    version = Number()
    aid = Choice(Aid)
    owned_from = Day(allow_null=True)
    owned_to = Day(allow_null=True)
    made_by = Id(source="made_by.public_id", allow_null=True)


def told_in(body: Mapping[str, Any]) -> dict[str, Any]:
    """What is told about the entry itself."""
    return {name: value for name, value in body.items() if name not in OF_THE_REQUEST}


def medicine_json(medicine: Medicine) -> dict[str, Any]:
    return shown(MedicineShown, medicine)


def side_effect_json(effect: SideEffect, access: Access) -> dict[str, Any]:
    """A note is for the patient, for whoever wrote it, and where the link shows notes."""
    found = shown(SideEffectShown, effect)
    if not (access.is_own or access.sees_notes or effect.made_by_id == access.viewer.pk):
        found["note"] = None
    return found


def exercise_json(entry: ExerciseEntry) -> dict[str, Any]:
    return shown(ExerciseShown, entry)


def aid_json(period: AidPeriod) -> dict[str, Any]:
    return shown(AidShown, period)
