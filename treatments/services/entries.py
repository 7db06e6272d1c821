"""Entries of this room: each recorded once, changed as a new version, withdrawn and restored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient
from accounts.services.audit import record_write
from ledger.domain.outcomes import Outcome
from ledger.domain.vocabulary import EntryState
from ledger.services.operations import Sent, enter, found, hash_of, writing
from treatments.errors import ChangedElsewhere
from treatments.models.entry import Entry, Versioned

Row = TypeVar("Row", bound=Versioned)
EntryRow = TypeVar("EntryRow", bound=Entry)
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done(Generic[Row]):
    """What came of one operation."""

    outcome: Outcome
    row: Row


def record(
    model: type[Row],
    *,
    patient: Patient,
    operation: str,
    told: Values,
    sent: Sent,
    make: Callable[[Patient], Row],
) -> Done[Row]:
    """Make and keep a row once, however often it is sent; `told` is what a resend has to say again.

    Raises DifferentContent for a known id with another content, and what `make` raises.
    """
    payload_hash = hash_of(told)
    with writing(patient) as patient:
        known = found(patient, sent.op_id, operation=operation, payload_hash=payload_hash)
        if known:
            return Done(Outcome.ALREADY_RECORDED, _row_of(model, patient, public_id=known.about_key))
        row = make(patient)
        if isinstance(row, Entry):
            row.entry_id, row.made_at, row.received_at = sent.op_id, sent.made_at, sent.received_at
        row.patient, row.made_by = patient, sent.by  # type: ignore[attr-defined]  # each of them has one
        row.save(force_insert=True)
        enter(
            patient, sent, operation=operation, payload_hash=payload_hash, outcome=Outcome.CREATED, about=row
        )
        _leave_a_row(row, sent)
    return Done(Outcome.CREATED, row)


def change(
    row: Row,
    *,
    operation: str,
    base: int,
    changes: Values,
    sent: Sent,
    check: Callable[[Row, Values], Values],
) -> Done[Row]:
    """Set fields of a row as its next version; `check` says what is kept of the changes.

    Raises ChangedElsewhere where `base` is not its version any more, and what `found` and `check` raise.
    """
    payload_hash = hash_of({"entry": row.public_id, "set": changes})
    with writing(row.patient) as patient:
        known = found(patient, sent.op_id, operation=operation, payload_hash=payload_hash)
        row = _row_of(type(row), patient, pk=row.pk)
        if known:
            return Done(Outcome.ALREADY_RECORDED, row)
        if row.version != base:
            raise ChangedElsewhere(row)
        _set(row, check(row, changes), sent)
        enter(
            patient, sent, operation=operation, payload_hash=payload_hash, outcome=Outcome.CHANGED, about=row
        )
    return Done(Outcome.CHANGED, row)


def withdraw(entry: EntryRow, *, sent: Sent) -> Done[EntryRow]:
    """Take an entry out of view; it is kept and can be restored."""
    return _change_state(entry, EntryState.WITHDRAWN, "treatment_withdrawal", sent)


def restore(entry: EntryRow, *, sent: Sent) -> Done[EntryRow]:
    return _change_state(entry, EntryState.ACTIVE, "treatment_restoration", sent)


def _change_state(entry: EntryRow, state: EntryState, operation: str, sent: Sent) -> Done[EntryRow]:
    payload_hash = hash_of({"entry": entry.public_id})
    with writing(entry.patient) as patient:
        known = found(patient, sent.op_id, operation=operation, payload_hash=payload_hash)
        entry = _row_of(type(entry), patient, pk=entry.pk)
        if known:
            return Done(Outcome.ALREADY_RECORDED, entry)
        _set(entry, {"state": state}, sent)
        enter(
            patient,
            sent,
            operation=operation,
            payload_hash=payload_hash,
            outcome=Outcome.CHANGED,
            about=entry,
        )
    return Done(Outcome.CHANGED, entry)


def _set(row: Versioned, values: Values, sent: Sent) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(row, name, values[name])
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    _leave_a_row(row, sent)


def _leave_a_row(row: Versioned, sent: Sent) -> None:
    record_write(by=sent.by, patient=row.patient, subject=AuditSubject.TREATMENTS, subject_key=row.public_id)


def _row_of(model: type[Row], patient: Patient, **named: object) -> Row:
    row = model._default_manager.get(patient=patient, **named)  # noqa: SLF001 - Django's own name for it
    row.patient = patient
    return row
