"""What the ledger says about symptoms: which entry an operation is about, and what a resend is told."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from accounts.models import Patient
from ledger.domain.outcomes import Outcome
from ledger.errors import DifferentContent, IsErased
from ledger.models import Operation
from ledger.services.operations import found
from symptoms.errors import DifferentSymptoms, SymptomsAreWithdrawn, SymptomsChangedElsewhere
from symptoms.models import SymptomEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came of one operation on symptoms."""

    outcome: Outcome
    entry: SymptomEntry


def known_operation(patient: Patient, op_id: UUID, *, operation: str, payload_hash: str) -> Operation | None:
    """The operation that this id stands for, if it came before. Raises DifferentSymptoms and IsErased."""
    try:
        return found(patient, op_id, operation=operation, payload_hash=payload_hash)
    except DifferentContent as different:
        raise DifferentSymptoms(entry_of(different.known)) from None


def resent(known: Operation) -> Recorded:
    """What to say to an entry or change that is here already.

    Raises IsErased, SymptomsAreWithdrawn for an entry that is (and for what was told so when it came), and
    SymptomsChangedElsewhere for a conflict: what it wanted was never saved.
    """
    entry = entry_of(known)
    if entry is None:
        raise IsErased
    if known.outcome == Outcome.WITHDRAWN or (not entry.is_active and known.type == "symptom"):
        raise SymptomsAreWithdrawn(entry)
    if known.outcome == Outcome.CONFLICT:
        raise SymptomsChangedElsewhere(entry, known.kept or {})
    return Recorded(outcome=Outcome.ALREADY_RECORDED, entry=entry)


def entry_of(operation: Operation) -> SymptomEntry | None:
    if operation.about_key is None:
        return None
    return SymptomEntry.objects.filter(patient=operation.patient_id, public_id=operation.about_key).first()


def is_erased(patient: Patient, op_id: UUID) -> bool:
    """Whether an id is a tombstone: what it stood for was removed for good."""
    known = Operation.objects.filter(patient=patient, op_id=op_id).first()
    return known is not None and known.outcome == Outcome.ERASED
