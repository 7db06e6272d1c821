"""Saying where a patient's weakness comes from."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient, User
from accounts.services.audit import record_write
from caseload.domain.weakness import Origin
from caseload.models import WeaknessOrigin


def set_weakness_origin(
    *, patient: Patient, origin: Origin, by: User, op_id: UUID, now: datetime
) -> WeaknessOrigin:
    """Keep a finding once for one op_id; earlier ones stay."""
    try:
        with transaction.atomic():
            found = WeaknessOrigin.objects.create(
                patient=patient, origin=origin, op_id=op_id, made_by=by, made_at=now
            )
            record_write(by=by, patient=patient, subject=AuditSubject.SYMPTOMS, subject_key=found.public_id)
    except IntegrityError:
        return WeaknessOrigin.objects.get(patient=patient, op_id=op_id)
    return found
