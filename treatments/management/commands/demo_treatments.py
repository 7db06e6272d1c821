"""Medicines, aids and exercise for the demo's patients."""

from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.domain.vocabulary import Aid
from accounts.models import Patient
from ledger.domain.times import local_date
from ledger.services.operations import Sent
from treatments.domain.entries import AidTold, ExerciseTold, MedicineTold, SideEffectTold
from treatments.domain.vocabulary import ExerciseKind, MedicineClass
from treatments.models import AidPeriod, Medicine
from treatments.services.aids import follow_profile, record_aid_period
from treatments.services.exercise import record_exercise
from treatments.services.medicines import record_medicine, record_side_effect

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WEEKS_OF_EXERCISE = 6
# The first patient takes two of them, the others one each.
MEDICINES = (
    MedicineClass.BACLOFEN,
    MedicineClass.FAMPRIDINE,
    MedicineClass.TIZANIDINE,
    MedicineClass.BLADDER,
)
OLD_AID = Aid.CANE


class Command(BaseCommand):
    help = (
        "Adds medicines, an aid and exercise to the demo's patients who have none; harmless where they have."
    )

    def handle(self, **_options: object) -> None:
        now = timezone.now()
        treated = Medicine.objects.values("patient")
        patients = Patient.objects.exclude(pk__in=treated).select_related("user").order_by("pk")[:200]
        for number, patient in enumerate(patients):
            rng = Random(f"treatments {number}")  # noqa: S311 - stories, not secrets
            _treat(patient, rng, number, now)
        self.stdout.write(f"Treatments: {len(patients)}.")


def _treat(patient: Patient, rng: Random, number: int, now: datetime) -> None:
    today = local_date(now, patient.time_zone)
    kinds = MEDICINES[:2] if number == 0 else (MEDICINES[number % len(MEDICINES)],)
    for place, kind in enumerate(kinds):
        told = MedicineTold(medicine_class=kind, started_on=today - (200 - 80 * place) * DAY)
        medicine = record_medicine(patient=patient, told=told, sent=_sent(patient, now)).row
        if place == 0 and number % 2 == 0:
            _feel(medicine, rng, now)
    follow_profile(patient, today=today)
    if not AidPeriod.objects.filter(patient=patient, aid=OLD_AID).exists():
        ended = today - (60 + number) * DAY
        aid = AidTold(aid=OLD_AID, owned_from=ended - 300 * DAY, owned_to=ended)
        record_aid_period(patient=patient, told=aid, sent=_sent(patient, now))
    for back in range(1, 7 * WEEKS_OF_EXERCISE):
        if rng.random() < 1 / 3:
            exercise = ExerciseTold(
                on=today - back * DAY,
                minutes=rng.choice((10, 15, 20, 30)),
                kind=rng.choice(tuple(ExerciseKind)),
                supervised=rng.choice((True, False, None)),
            )
            record_exercise(patient=patient, told=exercise, sent=_sent(patient, now))


def _feel(medicine: Medicine, rng: Random, now: datetime) -> None:
    for back in (3, 9, 12):
        told = SideEffectTold(
            severity=rng.randint(2, 7),
            occurred_at=now - back * DAY + rng.randint(0, 5) * HOUR,
            hours_after_dose=rng.choice((1, 2, None)),
        )
        record_side_effect(medicine=medicine, told=told, sent=_sent(medicine.patient, now))


def _sent(patient: Patient, at: datetime) -> Sent:
    return Sent(op_id=uuid4(), by=patient.user, made_at=at, received_at=at)
