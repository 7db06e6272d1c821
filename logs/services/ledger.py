"""What the ledger says about falls: which one an operation made or changed, and what a resend is told."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from accounts.models import Patient
from ledger.domain.outcomes import Outcome
from ledger.errors import DifferentContent, IsErased
from ledger.models import Operation
from ledger.services.operations import found
from logs.errors import ChangedElsewhere, DifferentPayload, FallIsErased, FallIsWithdrawn
from logs.models import Fall


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came of one operation on a fall."""

    outcome: Outcome
    fall: Fall


def known_operation(patient: Patient, op_id: UUID, *, operation: str, payload_hash: str) -> Operation | None:
    """The operation that this id stands for, if it came before.

    Raises DifferentPayload when the id came with another content, and FallIsErased for a tombstone.
    """
    try:
        return found(patient, op_id, operation=operation, payload_hash=payload_hash)
    except DifferentContent as different:
        raise DifferentPayload(fall_of(different.known)) from None
    except IsErased:
        raise FallIsErased from None


def resent(known: Operation) -> Recorded:
    """What to say to a fall or change that is here already.

    Raises FallIsErased, FallIsWithdrawn for a fall that is (and for what was told so when it came), and
    ChangedElsewhere for a conflict: what it wanted was never saved.
    """
    fall = fall_of(known)
    if fall is None:
        raise FallIsErased
    if known.outcome == Outcome.WITHDRAWN or (not fall.is_active and known.type == "fall"):
        raise FallIsWithdrawn(fall)
    if known.outcome == Outcome.CONFLICT:
        raise ChangedElsewhere(fall, known.kept or {})
    return Recorded(outcome=Outcome.ALREADY_RECORDED, fall=fall)


def fall_of(operation: Operation) -> Fall | None:
    if operation.about_key is None:
        return None
    return Fall.objects.filter(patient=operation.patient_id, public_id=operation.about_key).first()


def is_erased(patient: Patient, op_id: UUID) -> bool:
    """Whether an id is a tombstone: what it stood for was removed for good."""
    known = Operation.objects.filter(patient=patient, op_id=op_id).first()
    if known is None:
        return False
    return known.outcome == Outcome.ERASED or (known.about_key is not None and fall_of(known) is None)
