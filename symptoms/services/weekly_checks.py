from dataclasses import asdict, dataclass

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient
from accounts.services.audit import record_write
from ledger.domain.outcomes import Outcome
from ledger.domain.times import local_date
from ledger.services.operations import Sent, enter, found, hash_of, writing
from symptoms.domain.weekly import WeeklyTold, checked_weekly, monday_of
from symptoms.models import WeeklyCheck


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one weekly check that was sent."""

    outcome: Outcome
    check: WeeklyCheck


def record_weekly_check(*, patient: Patient, told: WeeklyTold, sent: Sent) -> Checked:
    """Keep a look at skin and joints once, on the day it was made. Raises InvalidEntry, DifferentContent."""
    payload_hash = hash_of(asdict(told))
    with writing(patient) as patient:
        if found(patient, sent.op_id, operation="weekly_check", payload_hash=payload_hash):
            known = WeeklyCheck.objects.get(patient=patient, entry_id=sent.op_id)
            return Checked(Outcome.ALREADY_RECORDED, known)
        kept = asdict(checked_weekly(told))
        joints = kept.pop("joints")
        day = local_date(sent.made_at, patient.time_zone)
        check = WeeklyCheck.objects.create(
            patient=patient,
            entry_id=sent.op_id,
            week=monday_of(day),
            local_date=day,
            joints=None if joints is None else list(joints),
            made_at=sent.made_at,
            received_at=sent.received_at,
            made_by=sent.by,
            **kept,
        )
        enter(
            patient,
            sent,
            operation="weekly_check",
            payload_hash=payload_hash,
            outcome=Outcome.CREATED,
            about=check,
        )
        record_write(by=sent.by, patient=patient, subject=AuditSubject.SYMPTOMS, subject_key=check.public_id)
    return Checked(Outcome.CREATED, check)
