"""What a patient wants to be asked every day."""

from collections.abc import Iterable

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient, User
from accounts.services.audit import record_write
from ledger.domain.errors import InvalidEntry
from ledger.services.operations import writing
from symptoms.domain.entries import PIN_LIMIT
from symptoms.domain.errors import TooManyPins
from symptoms.domain.vocabulary import SymptomCode
from symptoms.models import SymptomPin


def pin_symptoms(*, patient: Patient, codes: Iterable[SymptomCode], by: User) -> tuple[SymptomCode, ...]:
    """Ask for these every day, in this order, and for no others. Raises InvalidEntry with TooManyPins."""
    pinned = tuple(dict.fromkeys(codes))
    if len(pinned) > PIN_LIMIT:
        raise InvalidEntry([TooManyPins(field="codes", limit=PIN_LIMIT)])
    with writing(patient) as patient:
        pins = SymptomPin.objects.filter(patient=patient)
        if tuple(pins.values_list("code", flat=True)) == pinned:
            return pinned
        pins.delete()
        SymptomPin.objects.bulk_create(
            SymptomPin(patient=patient, code=code, position=place) for place, code in enumerate(pinned)
        )
        record_write(by=by, patient=patient, subject=AuditSubject.SYMPTOMS)
    return pinned
