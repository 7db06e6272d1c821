"""How the people of the tests say they are."""

from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from accounts.models import Patient, User
from symptoms.domain.entries import SymptomsTold
from symptoms.models import SymptomEntry
from symptoms.services.entries import record_symptoms


def felt(
    patient: Patient, *, at: datetime | None = None, by: User | None = None, **more: object
) -> SymptomEntry:
    """An entry as somebody makes one; with no values said, tired and without pain."""
    now = timezone.now()
    told = {"values": {"fatigue": 6, "pain": 0}, **more}
    entry = SymptomsTold(entry_id=uuid4(), made_at=at or now, occurred_at=at, **told)  # type: ignore[arg-type]
    return record_symptoms(
        patient=patient, entry=entry, by=by or patient.user, received_at=max(now, at or now)
    ).entry
