"""Medicines of a patient, and how drowsy or weak they make them."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any

from accounts.domain.vocabulary import YesNoUnknown
from accounts.models import Patient
from accounts.services.profile import change_profile
from ledger.domain.times import local_date
from ledger.services.operations import Sent
from treatments.domain.entries import MedicineTold, SideEffectTold, checked_medicine, checked_side_effect
from treatments.domain.vocabulary import MedicineClass
from treatments.models import Medicine, SideEffect
from treatments.services.entries import Done, change, record

# What of the profile a medicine answers. Only ever yes: a medicine that was stopped says nothing about
# what else somebody takes, and a pump that was stopped is dangerous still.
ANSWERS: Mapping[str, str] = {
    MedicineClass.BACLOFEN_PUMP: "baclofen_pump",
    MedicineClass.BLOOD_THINNER: "blood_thinner",
}


def record_medicine(*, patient: Patient, told: MedicineTold, sent: Sent) -> Done[Medicine]:
    """Keep a medicine once. Raises InvalidEntry and DifferentContent."""

    def make(patient: Patient) -> Medicine:
        today = local_date(sent.received_at, patient.time_zone)
        medicine = Medicine(**asdict(checked_medicine(told, today=today)))
        _tell_the_profile(patient, medicine, today=today)
        return medicine

    return record(Medicine, patient=patient, operation="medicine", told=asdict(told), sent=sent, make=make)


def change_medicine(
    *, medicine: Medicine, changes: Mapping[str, Any], base: int, sent: Sent
) -> Done[Medicine]:
    """Set its fields as its next version. Raises InvalidEntry, ChangedElsewhere and DifferentContent."""

    def check(now: Medicine, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        today = local_date(sent.received_at, now.patient.time_zone)
        checked = asdict(checked_medicine(replace(told_of(now), **changes), today=today))
        _tell_the_profile(now.patient, Medicine(**checked), today=today)
        return checked

    return change(medicine, operation="medicine_change", base=base, changes=changes, sent=sent, check=check)


def record_side_effect(*, medicine: Medicine, told: SideEffectTold, sent: Sent) -> Done[SideEffect]:
    """Keep once how drowsy or weak somebody felt. Raises InvalidEntry and DifferentContent."""

    def make(patient: Patient) -> SideEffect:
        checked, felt_at = checked_side_effect(told, made_at=sent.made_at, received_at=sent.received_at)
        return SideEffect(
            **asdict(checked),
            medicine=medicine,
            time_zone=patient.time_zone,
            local_date=local_date(felt_at, patient.time_zone),
        )

    said = asdict(told) | {"medicine": medicine.public_id, "occurred_at": _in_utc(told.occurred_at)}
    return record(
        SideEffect, patient=medicine.patient, operation="side_effect", told=said, sent=sent, make=make
    )


def told_of(medicine: Medicine) -> MedicineTold:
    """The stored medicine, as somebody would tell it today."""
    return MedicineTold(
        medicine_class=MedicineClass(medicine.medicine_class),
        own_name=medicine.own_name,
        started_on=medicine.started_on,
        stopped_on=medicine.stopped_on,
    )


def has_pump(patient: Patient) -> bool:
    """Whether the profile or the list of medicines tells of a baclofen pump."""
    pumps = Medicine.objects.current().filter(patient=patient, medicine_class=MedicineClass.BACLOFEN_PUMP)
    return patient.baclofen_pump == YesNoUnknown.YES or pumps.exists()


def _tell_the_profile(patient: Patient, medicine: Medicine, *, today: date) -> None:
    """The texts after a fall ask the profile."""
    field = ANSWERS.get(medicine.medicine_class)
    if field and medicine.is_current and getattr(patient, field) != YesNoUnknown.YES:
        change_profile(patient=patient, changes={field: YesNoUnknown.YES}, today=today)


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment is not None and moment.utcoffset() is not None else moment
