"""Recording, amending, withdrawing and restoring symptoms, by whatever door they come."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient, User
from accounts.services.audit import record_write
from ledger.domain.entries import as_json
from ledger.domain.outcomes import Outcome
from ledger.domain.vocabulary import EntryState
from ledger.services.operations import Sent, enter, hash_of, writing
from ledger.services.unseen_changes import unseen_changes
from symptoms.domain.entries import (
    SymptomsTold,
    apply_changes,
    checked_symptoms,
    corrected_symptoms,
    told_hash,
)
from symptoms.errors import SymptomsAreWithdrawn, SymptomsChangedElsewhere
from symptoms.models import SymptomEntry, SymptomVersion
from symptoms.services.ledger import Recorded, known_operation, resent
from symptoms.services.rows import difference, flat_values, put_told, told_of

# Operations whose sender read the fields of the entry.
TELLING = ("symptom", "symptom_change")


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomChange:
    """Fields to set, and the version (or the operation that made it) that the person had before them.

    `tapped_at` is when the person tapped by the phone's clock, where it said how wrong that is.
    """

    set: Mapping[str, object]
    base: int | UUID
    tapped_at: datetime | None = None

    def by_our_clock(self, sent: Sent) -> Mapping[str, object]:
        """The fields to set, with "now" as the moment when it was tapped by the server's clock."""
        if self.tapped_at is None or self.set.get("occurred_at") != self.tapped_at:
            return self.set
        return {**self.set, "occurred_at": sent.made_at}


def record_symptoms(
    *,
    patient: Patient,
    entry: SymptomsTold,
    by: User,
    received_at: datetime,
    sent_at: datetime | None = None,
) -> Recorded:
    """Record symptoms once, however often they are sent. They answer no day of the diary.

    `sent_at` is the phone's clock when it sent. Raises InvalidEntry, DifferentSymptoms for a known id with
    another content, SymptomsAreWithdrawn and IsErased for a resend of what is gone.
    """
    sent_hash = told_hash(entry)
    entry = corrected_symptoms(entry, sent_at=sent_at, received_at=received_at)
    sent = Sent(op_id=entry.entry_id, by=by, made_at=entry.made_at, received_at=received_at)
    with writing(patient) as patient:
        known = known_operation(patient, entry.entry_id, operation="symptom", payload_hash=sent_hash)
        if known:
            return resent(known)
        entry = replace(entry, time_zone=entry.time_zone or patient.time_zone)
        checked, ahead = checked_symptoms(entry, received_at=received_at, born_in=patient.born_in)
        row = SymptomEntry(patient=patient, ahead_of_clock=ahead, received_at=received_at, made_by=by)
        put_told(row, checked)
        row.save(force_insert=True)
        enter(patient, sent, operation="symptom", payload_hash=sent_hash, outcome=Outcome.CREATED, about=row)
        record_write(by=by, patient=patient, subject=AuditSubject.SYMPTOMS, subject_key=row.public_id)
    return Recorded(outcome=Outcome.CREATED, entry=row)


def amend_symptoms(
    *, entry: SymptomEntry, change: SymptomChange, sent: Sent, even_withdrawn: bool = False
) -> Recorded:
    """Set fields of an entry as its next version; of values and areas, those that are named alone.

    What others changed meanwhile stays; the same thing changed to something else is
    SymptomsChangedElsewhere, and the ledger keeps what was wanted. Raises InvalidEntry and
    SymptomsAreWithdrawn too; `even_withdrawn` keeps the change before it says so.
    """
    wanted = {name: as_json(value) for name, value in change.set.items()}
    sent_hash = hash_of({"symptoms": str(entry.public_id), "set": wanted})
    with writing(entry.patient) as patient:
        known = known_operation(patient, sent.op_id, operation="symptom_change", payload_hash=sent_hash)
        if known:
            return resent(known)
        entry = _fresh(patient, entry)
        if not entry.is_active and not even_withdrawn:
            raise SymptomsAreWithdrawn(entry)
        old = told_of(entry)
        new = apply_changes(old, change.by_our_clock(sent))
        born_in = patient.born_in if "occurred_at" in change.set else None
        new, ahead = checked_symptoms(new, received_at=sent.received_at, born_in=born_in)
        before, after = difference(flat_values(old), flat_values(new))
        unseen = unseen_changes(entry, change.base, telling=TELLING)
        clashing = unseen & after.keys()
        if clashing:
            outcome = Outcome.CONFLICT
        else:
            outcome = Outcome.CHANGED if entry.is_active else Outcome.WITHDRAWN
            unseen -= _names_set(change.set)
            entry.ahead_of_clock = entry.ahead_of_clock or ahead
            put_told(entry, new)
            _write_version(patient, entry, before=before, after=after, sent=sent)
        enter(
            patient,
            sent,
            operation="symptom_change",
            payload_hash=sent_hash,
            outcome=outcome,
            about=entry,
            kept=wanted if clashing else None,
            unseen=unseen,
        )
    # Only now, so that what the ledger keeps is kept.
    if clashing:
        raise SymptomsChangedElsewhere(entry, {name: after[name] for name in clashing})
    if outcome is Outcome.WITHDRAWN:
        raise SymptomsAreWithdrawn(entry)
    return Recorded(outcome=outcome, entry=entry)


def withdraw_symptoms(*, entry: SymptomEntry, sent: Sent) -> Recorded:
    """Take an entry out of view; it stays in the history and can be restored."""
    return _change_state(entry, EntryState.WITHDRAWN, sent, operation="symptom_withdrawal")


def restore_symptoms(*, entry: SymptomEntry, sent: Sent) -> Recorded:
    return _change_state(entry, EntryState.ACTIVE, sent, operation="symptom_restoration")


def _change_state(entry: SymptomEntry, state: EntryState, sent: Sent, *, operation: str) -> Recorded:
    sent_hash = hash_of({"symptoms": str(entry.public_id)})
    with writing(entry.patient) as patient:
        known = known_operation(patient, sent.op_id, operation=operation, payload_hash=sent_hash)
        if known:
            return resent(known)
        entry = _fresh(patient, entry)
        if entry.state != state:
            before: dict[str, object] = {"state": str(entry.state)}
            entry.state = state
            _write_version(patient, entry, before=before, after={"state": str(state)}, sent=sent)
        outcome = Outcome.CHANGED
        enter(patient, sent, operation=operation, payload_hash=sent_hash, outcome=outcome, about=entry)
    return Recorded(outcome=outcome, entry=entry)


def _write_version(
    patient: Patient, entry: SymptomEntry, *, before: dict[str, object], after: dict[str, object], sent: Sent
) -> None:
    if not after:
        return
    entry.version += 1
    entry.save()
    SymptomVersion.objects.create(
        entry=entry,
        version=entry.version,
        op_id=sent.op_id,
        before=before,
        after=after,
        made_at=sent.made_at,
        received_at=sent.received_at,
        made_by=sent.by,
    )
    record_write(by=sent.by, patient=patient, subject=AuditSubject.SYMPTOMS, subject_key=entry.public_id)


def _fresh(patient: Patient, entry: SymptomEntry) -> SymptomEntry:
    fresh = SymptomEntry.objects.get(pk=entry.pk)
    fresh.patient = patient
    return fresh


def _names_set(changes: Mapping[str, object]) -> set[str]:
    """As versions name them: each value and area by itself."""
    names: set[str] = set()
    for name, value in changes.items():
        names |= {f"{name}.{code}" for code in value} if isinstance(value, Mapping) else {name}
    return names
