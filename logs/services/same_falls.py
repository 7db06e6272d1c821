"""Falls that two people logged within two hours: counted as one until somebody says whether they are."""

from datetime import date, timedelta

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient
from accounts.services.audit import record_write
from logs.domain.days import SAME_FALL_WITHIN
from logs.domain.vocabulary import Outcome
from logs.models import Fall
from logs.services.derived_days import derive_days
from logs.services.ledger import Recorded, Sent, enter, hash_of, known_operation, resent, writing


def pair_same_falls(patient: Patient, fall: Fall) -> set[date]:
    """Pair the falls around this one anew, as far as nobody has answered; returns the days that may differ.

    Of two falls the one received first is counted, the other one points to it.
    """
    span = 2 * SAME_FALL_WITHIN + timedelta(hours=1)
    around = Fall.objects.filter(
        patient=patient, occurred_at__range=(fall.occurred_at - span, fall.occurred_at + span)
    )
    touched: set[date] = set()
    counted: list[Fall] = []
    for candidate in around.active().falls_only().order_by("received_at", "pk"):
        before = (candidate.same_fall_as_id, candidate.is_same_fall)
        if not (candidate.is_same_fall and candidate.same_fall_as_id in [first.pk for first in counted]):
            first = next((first for first in counted if _may_be_one(first, candidate)), None)
            if candidate.is_same_fall is not False:
                candidate.same_fall_as = first
                candidate.is_same_fall = None
        if candidate.is_counted:
            counted.append(candidate)
        if before != (candidate.same_fall_as_id, candidate.is_same_fall):
            candidate.save(update_fields=["same_fall_as", "is_same_fall"])
            touched.add(candidate.local_date)
    return touched


def answer_same_fall(*, fall: Fall, is_same: bool, sent: Sent) -> Recorded:
    """Say whether a suspected double is the same fall as the one it points to."""
    payload_hash = hash_of({"fall": str(fall.public_id), "is_same": is_same})
    with writing(fall.patient) as patient:
        known = known_operation(patient, sent.op_id, operation="same_fall", payload_hash=payload_hash)
        if known:
            return resent(known)
        fall = Fall.objects.select_related("patient").get(pk=fall.pk)
        fall.is_same_fall = is_same
        fall.save(update_fields=["is_same_fall"])
        enter(
            patient,
            sent,
            operation="same_fall",
            payload_hash=payload_hash,
            outcome=Outcome.CHANGED,
            fall=fall,
        )
        derive_days(patient, [fall.local_date])
        record_write(by=sent.by, patient=patient, subject=AuditSubject.FALLS, subject_key=fall.public_id)
    return Recorded(outcome=Outcome.CHANGED, fall=fall)


def _may_be_one(first: Fall, second: Fall) -> bool:
    return (
        first.made_by_id != second.made_by_id
        and abs(first.occurred_at - second.occurred_at) <= SAME_FALL_WITHIN
    )
