"""Falls that two people logged within two hours: counted as one until somebody says whether they are."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import BigAutoField, DateTimeField, Q, QuerySet

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient
from accounts.questions import Question
from accounts.services.audit import record_write
from ledger.domain.outcomes import Outcome
from ledger.services.operations import Sent, enter, hash_of, writing
from logs.domain.days import SAME_FALL_WITHIN
from logs.errors import PointsToNoFall
from logs.models import Fall
from logs.models.fall import FallQuerySet
from logs.services.derived_days import derive_days
from logs.services.ledger import Recorded, known_operation, resent


def pair_same_falls(patient: Patient, fall: Fall) -> set[date]:
    """Pair a fall that was just written, and whatever that unsettles; returns the days that may differ.

    Of two falls the one received first is counted and the other one points to it. What a fall points to
    so depends on falls received earlier alone, and one walk in the order of receipt settles all.
    """
    if fall.version == 1 and not _is_near_others(patient, fall):
        return set()  # the ordinary case, in one short question
    touched: set[date] = set()
    unsettled = {fall.pk: fall}
    while unsettled:
        one = min(unsettled.values(), key=_receipt)
        del unsettled[one.pk]
        others = _others(patient, one)
        if _settle(one, others):
            touched.add(one.local_date)
        elif one is not fall:
            continue
        later = (other for other in others if _receipt(other) > _receipt(one))
        unsettled.update((other.pk, other) for other in later if other.same_fall_as_id in (None, one.pk))
    return touched


def answer_same_fall(*, fall: Fall, is_same: bool, sent: Sent) -> Recorded:
    """Say whether a suspected double is the same fall as the one it points to.

    Raises PointsToNoFall where it points to none, or not any more.
    """
    payload_hash = hash_of({"fall": str(fall.public_id), "is_same": is_same})
    with writing(fall.patient) as patient:
        known = known_operation(patient, sent.op_id, operation="same_fall", payload_hash=payload_hash)
        if known:
            return resent(known)
        fall = Fall.objects.select_related("patient").get(pk=fall.pk)
        if fall.same_fall_as_id is None:
            raise PointsToNoFall
        fall.is_same_fall = is_same
        fall.save(update_fields=["is_same_fall"])
        enter(
            patient,
            sent,
            operation="same_fall",
            payload_hash=payload_hash,
            outcome=Outcome.CHANGED,
            about=fall,
        )
        derive_days(patient, [fall.local_date])
        record_write(by=sent.by, patient=patient, subject=AuditSubject.FALLS, subject_key=fall.public_id)
    return Recorded(outcome=Outcome.CHANGED, fall=fall)


def _others(patient: Patient, fall: Fall) -> list[Fall]:
    return sorted(_near_or_paired(patient, fall), key=_receipt)


def _near_or_paired(patient: Patient, fall: Fall) -> QuerySet[Fall]:
    """Falls that may be the same as this one, and those paired with it wherever they lie by now."""
    paired = Fall.objects.filter(Q(same_fall_as=fall.pk) | Q(pk=fall.same_fall_as_id), patient=patient)
    either = _by_others(patient, fall) | paired
    return either.active().falls_only().exclude(pk=fall.pk)


def _by_others(patient: Patient, fall: Fall) -> FallQuerySet:
    """What others reported of those hours: nobody reports one fall twice."""
    span = (fall.occurred_at - SAME_FALL_WITHIN, fall.occurred_at + SAME_FALL_WITHIN)
    return (
        FallQuerySet(Fall).filter(patient=patient, occurred_at__range=span).exclude(made_by=fall.made_by_id)
    )


def _is_near_others(patient: Patient, fall: Fall) -> bool:
    first, last = fall.occurred_at - SAME_FALL_WITHIN, fall.occurred_at + SAME_FALL_WITHIN
    return bool(_NEAR_OTHERS(patient=patient.pk, first=first, last=last, made_by=fall.made_by_id))


_NEAR_OTHERS = Question(
    lambda patient, first, last, made_by: (
        Fall.objects.filter(patient_id=patient, occurred_at__range=(first, last))
        .exclude(made_by_id=made_by)
        .values_list("pk")[:1]
    ),
    patient=BigAutoField(),
    first=DateTimeField(),
    last=DateTimeField(),
    made_by=BigAutoField(),
)


def _settle(fall: Fall, others: Sequence[Fall]) -> bool:
    """Set what a fall points to, and keep what somebody has answered; whether anything changed."""
    before = (fall.same_fall_as_id, fall.is_same_fall)
    if not fall.is_fall:
        fall.same_fall_as = fall.is_same_fall = None
    elif fall.is_active and not any(_stays(fall, other) for other in others):
        may_be = (other for other in others if _receipt(other) < _receipt(fall) and other.is_counted)
        fall.same_fall_as = next((other for other in may_be if _may_be_one(other, fall)), None)
        fall.is_same_fall = None
    if before == (fall.same_fall_as_id, fall.is_same_fall):
        return False
    fall.save(update_fields=["same_fall_as", "is_same_fall"])
    return True


def _stays(fall: Fall, other: Fall) -> bool:
    """Whether a pair holds on: both near each other still, and the first counted where nobody answered."""
    is_settled = fall.is_same_fall is not None or other.is_counted
    return fall.same_fall_as_id == other.pk and is_settled and _may_be_one(other, fall)


def _receipt(fall: Fall) -> tuple[datetime, int]:
    return (fall.received_at, fall.pk)


def _may_be_one(first: Fall, second: Fall) -> bool:
    return (
        first.made_by_id != second.made_by_id
        and abs(first.occurred_at - second.occurred_at) <= SAME_FALL_WITHIN
    )
