"""A walk that waits for its review, told once to each therapist who may review it."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from accounts.domain.vocabulary import Role, Scope
from accounts.models import CareLink, ClinicMember, Patient
from checklists.models import Assessment
from reminders.domain.kinds import Kind, Why
from reminders.models import Delivery

AT_ONCE = 500
LOOKED_BACK = timedelta(days=3)  # so long beat may be away
WANTED = timedelta(days=7)


def promise_reviews(*, now: datetime) -> int:
    """A row for each walk that was sent lately and each therapist; how many were looked at.

    Three queries for five hundred walks; whether a therapist may see one is asked again before it is sent.
    """
    lately = Assessment.objects.waiting_for_review().filter(submitted_at__gt=now - LOOKED_BACK)
    walks = list(lately.values_list("patient_id", "public_id"))
    for begin in range(0, len(walks), AT_ONCE):
        some = walks[begin : begin + AT_ONCE]
        treating = _therapists({patient for patient, _walk in some}, now)
        Delivery.objects.bulk_create(
            (
                Delivery(
                    account_id=therapist,
                    kind=Kind.REVIEW,
                    period=walk.hex,
                    made_at=now,
                    next_try_at=now,
                    last_at=now + WANTED,
                )
                for patient, walk in some
                for therapist in treating[patient]
            ),
            ignore_conflicts=True,
        )
    return len(walks)


def check_review(delivery: Delivery, now: datetime) -> Why | None:
    """None: it waits, and the therapist may still see it."""
    waiting = Assessment.objects.waiting_for_review().filter(public_id=UUID(delivery.period))
    walk = waiting.first()
    if walk is None:
        return Why.SETTLED
    treated = Patient.objects.treated_by(delivery.account, Scope.HOME, at=now)
    return None if treated.filter(pk=walk.patient_id).exists() else Why.NOT_ALLOWED


def _therapists(patients: set[int], now: datetime) -> dict[int, set[int]]:
    """Accounts by patient: those of the links, and the members of clinics that they are to."""
    links = CareLink.objects.active(now).filter(patient__in=patients, role=Role.THERAPIST)
    told = list(links.granting(Scope.HOME).values_list("patient_id", "person_id", "clinic_id"))
    working = ClinicMember.objects.current().filter(clinic__in={clinic for *_, clinic in told if clinic})
    members: dict[int | None, set[int]] = defaultdict(set)
    for clinic, account in working.values_list("clinic_id", "account_id"):
        members[clinic].add(account)
    found: dict[int, set[int]] = defaultdict(set)
    for patient, person, clinic in told:
        found[patient] |= {person} if person else members[clinic]
    return found
