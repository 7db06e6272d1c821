"""Medicines, aids and exercise of people in the tests."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.domain.vocabulary import Aid
from accounts.models import Patient, User
from ledger.domain.times import local_date
from ledger.services.operations import Sent
from symptoms.domain.weekly import Joint, Side, Skin, StiffJoint, WeeklyTold
from symptoms.services.weekly_checks import record_weekly_check
from treatments.domain.entries import AidTold, ExerciseTold, MedicineTold, SideEffectTold
from treatments.domain.vocabulary import ExerciseKind, MedicineClass
from treatments.models import AidPeriod, ExerciseEntry, Medicine, SideEffect
from treatments.services.aids import record_aid_period
from treatments.services.exercise import record_exercise
from treatments.services.medicines import record_medicine, record_side_effect


def sent(by: User | Patient, op_id: UUID | None = None) -> Sent:
    now = timezone.now()
    account = by.user if isinstance(by, Patient) else by
    return Sent(op_id=op_id or uuid4(), by=account, made_at=now, received_at=now)


def take(
    patient: Patient, medicine_class: MedicineClass = MedicineClass.BACLOFEN, **told: object
) -> Medicine:
    """A medicine that the patient takes."""
    entry = MedicineTold(medicine_class=medicine_class, **told)  # type: ignore[arg-type]
    return record_medicine(patient=patient, told=entry, sent=sent(patient)).row


def feel(medicine: Medicine, severity: int = 6, **told: object) -> SideEffect:
    """Drowsy or weaker after it, an hour ago."""
    entry = SideEffectTold(
        **{"severity": severity, "occurred_at": timezone.now() - timedelta(hours=1), **told}  # type: ignore[arg-type]
    )
    return record_side_effect(medicine=medicine, told=entry, sent=sent(medicine.patient)).row


def own(patient: Patient, aid: Aid = Aid.CANE, **told: object) -> AidPeriod:
    entry = AidTold(aid=aid, **told)  # type: ignore[arg-type]
    return record_aid_period(patient=patient, told=entry, sent=sent(patient)).row


def exercise(patient: Patient, minutes: int = 20, **told: object) -> ExerciseEntry:
    today = local_date(timezone.now(), patient.time_zone)
    entry = ExerciseTold(**{"on": today, "minutes": minutes, "kind": ExerciseKind.BALANCE, **told})  # type: ignore[arg-type]
    return record_exercise(patient=patient, told=entry, sent=sent(patient)).row


def treatments_of(patient: Patient) -> dict[str, object]:
    """One of each, by what addresses call it."""
    medicine = take(patient)
    feel(medicine)
    told = WeeklyTold(joints=(), skin=Skin.NONE)
    check = record_weekly_check(patient=patient, told=told, sent=sent(patient)).check
    return {
        "check_id": check.public_id,
        "medicine_id": medicine.public_id,
        "aid_id": own(patient).public_id,
        "treatment_id": exercise(patient).public_id,
        "kind": "exercise",
    }


def treated(patient: Patient) -> dict[str, object]:
    """The same with a pump, words, and what somebody has to act upon at once."""
    pump = take(patient, MedicineClass.BACLOFEN_PUMP, own_name="My pump")
    feel(pump, 7, note="Legs like jelly.", hours_after_dose=2)
    told = WeeklyTold(
        joints=(StiffJoint(joint=Joint.HEEL, side=Side.LEFT, weeks=3),),
        skin=Skin.OPEN,
        new_saddle_numbness=True,
    )
    check = record_weekly_check(patient=patient, told=told, sent=sent(patient)).check
    rows = treatments_of(patient)
    return {**rows, "medicine_id": pump.public_id, "check_id": check.public_id}
