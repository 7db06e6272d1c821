"""Symptoms as somebody told them."""

from uuid import uuid4

from django.utils import timezone

from accounts.models import Patient
from symptoms.domain.entries import SymptomsTold
from symptoms.domain.vocabulary import SymptomCode
from symptoms.models import SymptomEntry
from symptoms.services.entries import record_symptoms


def symptoms_of(patient: Patient, **values: int) -> SymptomEntry:
    """Told just now; tiredness of 4 where nothing else is said."""
    now = timezone.now()
    told = SymptomsTold(
        entry_id=uuid4(),
        made_at=now,
        values={SymptomCode(code): value for code, value in (values or {"fatigue": 4}).items()},
    )
    return record_symptoms(patient=patient, entry=told, by=patient.user, received_at=now).entry
