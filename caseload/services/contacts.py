"""Recording that somebody reached out, and how a clinic calls a patient."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.domain.text import clean_line, clean_text
from accounts.domain.vocabulary import AuditSubject, Role
from accounts.models import CareLink, Clinic, ClinicMember, Patient, User
from accounts.services.audit import record_write
from caseload.domain.errors import FollowUpInThePast, NoColleague
from caseload.domain.needs import ContactOutcome
from caseload.models import Contact, KnownAs

PLAN_LIMIT = 2_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a therapist records: whether they reached the patient, what comes next, and who goes on."""

    outcome: ContactOutcome
    plan: str = ""
    follow_up_on: date | None = None
    handed_to: User | None = None


def record_contact(
    *, patient: Patient, told: Told, by: User, op_id: UUID, now: datetime, today: date
) -> Contact:
    """Record a contact once for one op_id. `today` is the patient's.

    Raises FollowUpInThePast, NoColleague, and what clean_text raises of the plan.
    """
    plan = clean_text(told.plan.strip(), field="plan", limit=PLAN_LIMIT)
    if told.follow_up_on is not None and told.follow_up_on < today:
        raise FollowUpInThePast(field="follow_up_on")
    clinic = clinic_of(by, patient)
    if told.handed_to is not None and told.handed_to not in colleagues_of(by, patient):
        raise NoColleague(field="handed_to")
    try:
        with transaction.atomic():
            contact = Contact.objects.create(
                patient=patient,
                clinic=clinic,
                op_id=op_id,
                outcome=told.outcome,
                plan=plan,
                follow_up_on=told.follow_up_on,
                handed_to=told.handed_to,
                made_by=by,
                made_at=now,
            )
            record_write(by=by, patient=patient, subject=AuditSubject.CONTACT, subject_key=contact.public_id)
    except IntegrityError:
        return Contact.objects.get(patient=patient, op_id=op_id)
    return contact


def clinic_of(account: User, patient: Patient) -> Clinic | None:
    """The clinic through which somebody treats a patient; None where the link is to them alone."""
    links = CareLink.objects.active().held_by(account).filter(patient=patient, role=Role.THERAPIST)
    link = links.exclude(clinic=None).order_by("started_at").select_related("clinic").first()
    return link.clinic if link else None


def colleagues_of(account: User, patient: Patient) -> list[User]:
    """Who else of that clinic may take a patient on."""
    clinic = clinic_of(account, patient)
    members = ClinicMember.objects.current().filter(clinic=clinic) if clinic else ClinicMember.objects.none()
    return [one.account for one in members.select_related("account__therapist").exclude(account=account)]


def know_as(*, patient: Patient, clinic: Clinic, name: str, by: User) -> None:
    """Keep the name by which a clinic knows a patient; empty for their own. Raises what clean_line raises."""
    kept = clean_line(name, field="name")
    if kept:
        KnownAs.objects.update_or_create(clinic=clinic, patient=patient, defaults={"name": kept})
    else:
        KnownAs.objects.filter(clinic=clinic, patient=patient).delete()
    record_write(by=by, patient=patient, subject=AuditSubject.CONTACT)
