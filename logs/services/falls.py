"""Recording, amending, withdrawing and restoring falls and near falls, by whatever door they come."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient, User
from accounts.services.audit import record_write
from ledger.domain.entries import as_json
from ledger.domain.outcomes import Outcome
from ledger.services.operations import Sent, enter, hash_of, writing
from ledger.services.unseen_changes import unseen_changes
from logs.domain.entries import FallEntry, apply_changes, checked_entry, corrected_entry, payload_hash
from logs.domain.vocabulary import EntryState
from logs.errors import ChangedElsewhere, FallIsWithdrawn
from logs.models import Fall, FallVersion
from logs.services.derived_days import derive_days
from logs.services.fall_rows import entry_of, put_entry, stored_values
from logs.services.ledger import Recorded, known_operation, resent
from logs.services.same_falls import pair_same_falls

# Operations whose sender read the fields of the fall.
TELLING = ("fall", "fall_change")


@dataclass(frozen=True, slots=True, kw_only=True)
class FallChange:
    """Fields to set, and the version (or the operation that made it) that the person had before them.

    `tapped_at` is when the person tapped by the phone's clock, where it said how wrong that is: a fall
    that is set to the same moment is one of "just now".
    """

    set: Mapping[str, object]
    base: int | UUID
    tapped_at: datetime | None = None

    def by_our_clock(self, sent: Sent) -> Mapping[str, object]:
        """The fields to set, with "just now" as the moment when it was tapped by the server's clock."""
        if self.tapped_at is None or self.set.get("occurred_at") != self.tapped_at:
            return self.set
        return {**self.set, "occurred_at": sent.made_at}


def record_fall(
    *,
    patient: Patient,
    entry: FallEntry,
    by: User,
    received_at: datetime,
    sent_at: datetime | None = None,
) -> Recorded:
    """Record a fall or near fall once, however often it is sent.

    `sent_at` is the phone's clock when it sent, which tells how wrong its other times are. Without a
    time zone it happened where the diary is at home.

    Raises InvalidEntry, DifferentPayload for a known id with another content, FallIsWithdrawn and
    FallIsErased for a resend of one that is gone.
    """
    sent_hash = payload_hash(entry)
    entry = corrected_entry(entry, sent_at=sent_at, received_at=received_at)
    sent = Sent(op_id=entry.entry_id, by=by, made_at=entry.made_at, received_at=received_at)
    with writing(patient) as patient:
        known = known_operation(patient, entry.entry_id, operation="fall", payload_hash=sent_hash)
        if known:
            return resent(known)
        entry = replace(entry, time_zone=entry.time_zone or patient.time_zone)
        checked, ahead = checked_entry(entry, received_at=received_at, born_in=patient.born_in)
        fall = Fall(patient=patient, ahead_of_clock=ahead, received_at=received_at, made_by=by)
        put_entry(fall, checked)
        fall.save(force_insert=True)
        enter(patient, sent, operation="fall", payload_hash=sent_hash, outcome=Outcome.CREATED, about=fall)
        _settle(patient, fall, fall.local_date, was_fall=False)
        record_write(by=by, patient=patient, subject=AuditSubject.FALLS, subject_key=fall.public_id)
    return Recorded(outcome=Outcome.CREATED, fall=fall)


def amend_fall(*, fall: Fall, change: FallChange, sent: Sent, even_withdrawn: bool = False) -> Recorded:
    """Set fields of a fall as its next version.

    Fields that others changed meanwhile stay as they are; the same field changed to something else is
    ChangedElsewhere, and the ledger keeps what was wanted. Raises InvalidEntry and FallIsWithdrawn too;
    `even_withdrawn` keeps the change before it says so, because a phone could not know.
    """
    wanted = {name: as_json(value) for name, value in change.set.items()}
    sent_hash = hash_of({"fall": str(fall.public_id), "set": wanted})
    with writing(fall.patient) as patient:
        known = known_operation(patient, sent.op_id, operation="fall_change", payload_hash=sent_hash)
        if known:
            return resent(known)
        fall = _fresh(patient, fall)
        if not fall.is_active and not even_withdrawn:
            raise FallIsWithdrawn(fall)
        old = entry_of(fall)
        new = apply_changes(old, change.by_our_clock(sent))
        born_in = patient.born_in if "occurred_at" in change.set else None
        new, ahead = checked_entry(new, received_at=sent.received_at, born_in=born_in)
        before, after = _difference(stored_values(old), stored_values(new))
        unseen = unseen_changes(fall, change.base, telling=TELLING)
        # What follows from a change counts, too: "not on the floor" takes back how somebody got up.
        clashing = unseen & after.keys()
        if clashing:
            outcome = Outcome.CONFLICT
        else:
            outcome = Outcome.CHANGED if fall.is_active else Outcome.WITHDRAWN
            unseen -= change.set.keys()
            fall.ahead_of_clock = fall.ahead_of_clock or ahead
            _write_version(patient, fall, before=before, after=after, entry=new, sent=sent)
        enter(
            patient,
            sent,
            operation="fall_change",
            payload_hash=sent_hash,
            outcome=outcome,
            about=fall,
            kept=wanted if clashing else None,
            unseen=unseen,
        )
    # Only now, so that what the ledger keeps is kept.
    if clashing:
        raise ChangedElsewhere(fall, {name: after[name] for name in clashing})
    if outcome is Outcome.WITHDRAWN:
        raise FallIsWithdrawn(fall)
    return Recorded(outcome=outcome, fall=fall)


def withdraw_fall(*, fall: Fall, sent: Sent) -> Recorded:
    """Take a fall out of view and out of rates; it stays in the history and can be restored."""
    return _change_state(fall, EntryState.WITHDRAWN, sent, operation="fall_withdrawal")


def restore_fall(*, fall: Fall, sent: Sent) -> Recorded:
    return _change_state(fall, EntryState.ACTIVE, sent, operation="fall_restoration")


def finish_fall(*, fall: Fall, by: User, now: datetime) -> None:
    """The person has answered or skipped all they want to; the fall leaves Home's list."""
    with writing(fall.patient) as patient:
        _finish(patient, fall, by=by, at=now)


def complete_fall(*, fall: Fall, sent: Sent) -> Recorded:
    """What finish_fall does, once for one id, however often a phone sends it.

    A withdrawn fall is finished too, so that it asks for nothing once it is restored, whichever of both
    came first; what is said of it is FallIsWithdrawn.
    """
    sent_hash = hash_of({"fall": str(fall.public_id)})
    with writing(fall.patient) as patient:
        known = known_operation(patient, sent.op_id, operation="fall_completion", payload_hash=sent_hash)
        if known:
            return resent(known)
        fall = _fresh(patient, fall)
        outcome = Outcome.CHANGED if fall.is_active else Outcome.WITHDRAWN
        _finish(patient, fall, by=sent.by, at=sent.made_at)
        enter(patient, sent, operation="fall_completion", payload_hash=sent_hash, outcome=outcome, about=fall)
    if outcome is Outcome.WITHDRAWN:
        raise FallIsWithdrawn(fall)
    return Recorded(outcome=outcome, fall=fall)


def _finish(patient: Patient, fall: Fall, *, by: User, at: datetime) -> None:
    if Fall.objects.filter(pk=fall.pk, finished_at=None).update(finished_at=at):
        record_write(by=by, patient=patient, subject=AuditSubject.FALLS, subject_key=fall.public_id)


def _change_state(fall: Fall, state: EntryState, sent: Sent, *, operation: str) -> Recorded:
    sent_hash = hash_of({"fall": str(fall.public_id)})
    with writing(fall.patient) as patient:
        known = known_operation(patient, sent.op_id, operation=operation, payload_hash=sent_hash)
        if known:
            return resent(known)
        fall = _fresh(patient, fall)
        if fall.state != state:
            before: dict[str, object] = {"state": str(fall.state)}
            after: dict[str, object] = {"state": str(state)}
            fall.state = state
            _write_version(patient, fall, before=before, after=after, entry=entry_of(fall), sent=sent)
        enter(patient, sent, operation=operation, payload_hash=sent_hash, outcome=Outcome.CHANGED, about=fall)
    return Recorded(outcome=Outcome.CHANGED, fall=fall)


def _write_version(
    patient: Patient,
    fall: Fall,
    *,
    before: dict[str, object],
    after: dict[str, object],
    entry: FallEntry,
    sent: Sent,
) -> None:
    if not after:
        return
    earlier_date, was_fall = fall.local_date, fall.is_fall
    put_entry(fall, entry, changed=(sent.made_at, sent.received_at))
    fall.version += 1
    fall.save()
    FallVersion.objects.create(
        fall=fall,
        version=fall.version,
        op_id=sent.op_id,
        before=before,
        after=after,
        made_at=sent.made_at,
        received_at=sent.received_at,
        made_by=sent.by,
    )
    _settle(patient, fall, earlier_date, was_fall=was_fall)
    record_write(by=sent.by, patient=patient, subject=AuditSubject.FALLS, subject_key=fall.public_id)


def _settle(patient: Patient, fall: Fall, earlier_date: date, *, was_fall: bool) -> None:
    """Pair, and derive the days where the fall is and where it was. Near falls are nobody's double."""
    days = {fall.local_date, earlier_date}
    if fall.is_fall or was_fall:
        days |= pair_same_falls(patient, fall)
    derive_days(patient, days)


def _fresh(patient: Patient, fall: Fall) -> Fall:
    fresh = Fall.objects.get(pk=fall.pk)
    fresh.patient = patient
    return fresh


def _difference(
    old: dict[str, object], new: dict[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    changed = [name for name in old if old[name] != new[name]]
    return {name: old[name] for name in changed}, {name: new[name] for name in changed}
