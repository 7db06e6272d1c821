"""The trail of who did what with whose data."""

from collections.abc import Iterable
from uuid import UUID

from accounts.domain.vocabulary import AuditAction, AuditSubject
from accounts.models import AuditEvent, Patient, User


def record_event(
    *,
    actor: User | None,
    about: User | None,
    action: AuditAction,
    subject: AuditSubject,
    subject_key: UUID | None = None,
    detail: dict[str, object] | None = None,
) -> None:
    """Add one row. `detail` holds words of ours (scopes, roles), never anything personal."""
    AuditEvent.objects.create(
        actor_key=actor.audit_key if actor else None,
        patient_key=about.audit_key if about else None,
        action=action,
        subject=subject,
        subject_key=subject_key,
        detail=detail or {},
    )


def record_reads(*, viewer: User, patients: Iterable[Patient], subject: AuditSubject) -> None:
    """One row for each patient other than the viewer whose data is about to be shown.

    Without the patient's id: it stands in addresses and archives, and the trail outlives the patient.
    """
    AuditEvent.objects.bulk_create(
        AuditEvent(
            actor_key=viewer.audit_key,
            patient_key=patient.user.audit_key,
            action=AuditAction.READ,
            subject=subject,
        )
        for patient in patients
        if patient.user_id != viewer.pk
    )


def people_behind(events: Iterable[AuditEvent]) -> dict[UUID, User]:
    """Those who did what the events tell, by key; whoever erased their account is missing."""
    keys = {event.actor_key for event in events if event.actor_key is not None}
    people = User.objects.filter(audit_key__in=keys).select_related("therapist")
    return {person.audit_key: person for person in people}


def record_write(
    *, by: User, patient: Patient, subject: AuditSubject, subject_key: UUID | None = None
) -> None:
    """A row when somebody other than the patient wrote in their diary; call it in the same transaction."""
    if patient.user_id != by.pk:
        record_event(
            actor=by, about=patient.user, action=AuditAction.WROTE, subject=subject, subject_key=subject_key
        )
