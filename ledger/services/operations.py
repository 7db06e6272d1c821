"""The ledger of operations: whatever is sent twice is done once.

Every write to a diary or a home happens inside `writing(patient)`, which lets one write at a time through
for each patient. Resends, pairs, versions and derived days need no other lock.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import BigAutoField, UUIDField

from accounts.models import Patient, User
from accounts.questions import Question, columns, made_of
from ledger.domain.outcomes import Outcome
from ledger.errors import DifferentContent, IsErased
from ledger.models import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Who sent an operation, under which id, when it was made and when it arrived (both aware)."""

    op_id: UUID
    by: User
    made_at: datetime
    received_at: datetime


class Versioned(Protocol):
    """What an operation is about: it has an opaque id, and where it can change, a version that grows."""

    @property
    def public_id(self) -> UUID: ...

    @property
    def version(self) -> int | None: ...


_LOCKED = Question(
    lambda pk: Patient.objects.select_for_update(no_key=True).filter(pk=pk).values_list(*columns(Patient)),
    pk=BigAutoField(),
)
_KNOWN = Question(
    lambda patient, op_id: Operation.objects.filter(patient_id=patient, op_id=op_id).values_list(
        *columns(Operation)
    ),
    patient=BigAutoField(),
    op_id=UUIDField(),
)


@contextmanager
def writing(patient: Patient) -> Iterator[Patient]:
    """A transaction in which nobody else writes to this patient's diary; yields the patient as of now."""
    with transaction.atomic():
        rows = _LOCKED(pk=patient.pk)
        if not rows:
            raise Patient.DoesNotExist
        now = made_of(Patient, rows[0])
        if Patient.user.is_cached(patient):  # it is the same one, and whoever asks need not look again
            now.user = patient.user
        yield now


def hash_of(payload: Mapping[str, object]) -> str:
    """SHA-256, in hex, of a change as it was sent."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()


def found(patient: Patient, op_id: UUID, *, operation: str, payload_hash: str) -> Operation | None:
    """The operation that this id stands for, if it came before.

    Raises DifferentContent when the id came with another content, and IsErased for a tombstone.
    """
    rows = _KNOWN(patient=patient.pk, op_id=op_id)
    if not rows:
        return None
    known = made_of(Operation, rows[0])
    if known.type != operation or known.payload_hash != payload_hash:
        raise DifferentContent(known)
    if known.outcome == Outcome.ERASED:
        raise IsErased
    return known


def enter(
    patient: Patient,
    sent: Sent,
    *,
    operation: str,
    payload_hash: str,
    outcome: Outcome,
    about: Versioned | None = None,
    kept: dict[str, object] | None = None,
    unseen: Collection[str] = (),
) -> None:
    """Add the operation to the ledger; call it inside `writing`."""
    Operation.objects.create(
        patient=patient,
        op_id=sent.op_id,
        type=operation,
        payload_hash=payload_hash,
        outcome=outcome,
        about_key=about.public_id if about else None,
        version=about.version if about else None,
        kept=kept,
        unseen=sorted(unseen) or None,
        made_at=sent.made_at,
        received_at=sent.received_at,
        made_by=sent.by,
    )
