from dataclasses import asdict

from accounts.models import Patient
from ledger.domain.times import local_date
from ledger.services.operations import Sent
from treatments.domain.entries import ExerciseTold, checked_exercise
from treatments.models import ExerciseEntry
from treatments.services.entries import Done, record


def record_exercise(*, patient: Patient, told: ExerciseTold, sent: Sent) -> Done[ExerciseEntry]:
    """Keep minutes of exercise once. Raises InvalidEntry and DifferentContent."""

    def make(patient: Patient) -> ExerciseEntry:
        today = local_date(sent.received_at, patient.time_zone)
        return ExerciseEntry(**asdict(checked_exercise(told, today=today)))

    return record(
        ExerciseEntry, patient=patient, operation="exercise", told=asdict(told), sent=sent, make=make
    )
