"""What a phone's outbox says about symptoms."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework.exceptions import ValidationError

from accounts.services.access import Access
from api.acting import Outbox
from api.shapes.symptoms import symptom_changes_of, symptoms_of
from ledger.errors import IsErased
from symptoms.models import SymptomEntry
from symptoms.services.entries import (
    SymptomChange,
    amend_symptoms,
    record_symptoms,
    restore_symptoms,
    withdraw_symptoms,
)
from symptoms.services.ledger import Recorded, is_erased

Told = Mapping[str, Any]
Result = dict[str, Any]


def of_symptoms(recorded: Recorded) -> Result:
    entry = recorded.entry
    return {"outcome": recorded.outcome, "id": str(entry.public_id), "version": entry.version}


def _symptom(outbox: Outbox, access: Access, told: Told) -> Result:
    now = timezone.now()
    recorded = record_symptoms(
        patient=access.patient,
        entry=symptoms_of(told, received_at=now),
        by=outbox.account,
        received_at=now,
        sent_at=outbox.sent_at if "made_at" in told else None,
    )
    return of_symptoms(recorded)


def _symptom_change(outbox: Outbox, access: Access, told: Told) -> Result:
    tapped_at = told.get("made_at") if outbox.sent_at else None
    change = SymptomChange(set=symptom_changes_of(told["set"]), base=told["base"], tapped_at=tapped_at)
    entry = _own_entry(outbox, access, told)
    return of_symptoms(
        amend_symptoms(entry=entry, change=change, sent=outbox.sent(told), even_withdrawn=True)
    )


def _symptom_withdrawal(outbox: Outbox, access: Access, told: Told) -> Result:
    entry = _own_entry(outbox, access, told)
    return of_symptoms(withdraw_symptoms(entry=entry, sent=outbox.sent(told)))


def _symptom_restoration(outbox: Outbox, access: Access, told: Told) -> Result:
    entry = _own_entry(outbox, access, told)
    return of_symptoms(restore_symptoms(entry=entry, sent=outbox.sent(told)))


def _own_entry(outbox: Outbox, access: Access, told: Told) -> SymptomEntry:
    """By the id that the phone gave it; an entry is changed by the patient and by who made it."""
    entry_id: UUID = told["entry_id"]
    entries = SymptomEntry.objects.filter(patient=access.patient, entry_id=entry_id)
    entry = entries.select_related("patient__user").first()
    if entry is not None and (access.is_own or entry.made_by_id == outbox.account.pk):
        return entry
    if is_erased(access.patient, entry_id):
        raise IsErased
    raise ValidationError({"entry_id": ["No entry here has this id."]}, code="unknown_entry")


SYMPTOM_DO: Mapping[str, Callable[[Outbox, Access, Told], Result]] = {
    "symptom": _symptom,
    "symptom_change": _symptom_change,
    "symptom_withdrawal": _symptom_withdrawal,
    "symptom_restoration": _symptom_restoration,
}
