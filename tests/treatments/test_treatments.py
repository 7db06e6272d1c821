"""Medicines, aids and exercise of one patient, however often they are sent."""

from datetime import timedelta

import pytest
from django.utils import timezone
from fhir.resources.R4B.medicationstatement import MedicationStatement

from accounts.domain.vocabulary import AuditAction, Scope
from accounts.models import AuditEvent, Patient
from accounts.services.profile import change_profile
from belongings.fhir_treatments import medication_statements
from ledger.domain.errors import InvalidEntry
from ledger.domain.outcomes import Outcome
from ledger.domain.times import local_date
from ledger.errors import DifferentContent
from ledger.models import Operation
from tests.people import make_link, make_patient, make_therapist
from tests.treatments.entries import exercise, feel, own, sent, take
from treatments.domain.entries import AidTold, MedicineTold
from treatments.domain.vocabulary import MedicineClass
from treatments.errors import ChangedElsewhere
from treatments.models import AidPeriod, ExerciseEntry, Medicine, SideEffect
from treatments.services.aids import change_aid_period, record_aid_period
from treatments.services.entries import restore, withdraw
from treatments.services.medicines import change_medicine, has_pump, record_medicine

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TIZANIDINE = MedicineTold(medicine_class=MedicineClass.TIZANIDINE)


@pytest.fixture
def anna() -> Patient:
    return make_patient()


def profile(patient: Patient) -> Patient:
    return Patient.objects.get(pk=patient.pk)


def use(patient: Patient, *aids: str, today: object = None) -> None:
    change_profile(
        patient=patient,
        changes={"aids": list(aids)},
        today=local_date(timezone.now(), patient.time_zone),
    )


def owned(patient: Patient) -> list[tuple[str, bool]]:
    return [(one.aid, one.is_current) for one in AidPeriod.objects.filter(patient=patient).order_by("pk")]


def test_a_medicine_that_is_sent_twice_is_one(anna: Patient) -> None:
    once = sent(anna)
    first = record_medicine(patient=anna, told=TIZANIDINE, sent=once)
    again = record_medicine(patient=anna, told=TIZANIDINE, sent=once)
    assert (first.outcome, again.outcome) == (Outcome.CREATED, Outcome.ALREADY_RECORDED)
    assert (again.row, Medicine.objects.count()) == (first.row, 1)
    with pytest.raises(DifferentContent):
        record_medicine(patient=anna, told=MedicineTold(medicine_class=MedicineClass.OPIOID), sent=once)


def test_a_change_is_a_new_version_and_nobody_is_overwritten(anna: Patient) -> None:
    one, once = take(anna), sent(anna)
    for outcome in (Outcome.CHANGED, Outcome.ALREADY_RECORDED):
        done = change_medicine(medicine=one, changes={"own_name": "Lioresal"}, base=1, sent=once)
        assert (done.outcome, done.row.version, done.row.own_name) == (outcome, 2, "Lioresal")
    with pytest.raises(ChangedElsewhere) as other:
        change_medicine(medicine=one, changes={"own_name": "Baclo"}, base=1, sent=sent(anna))
    assert other.value.current == one
    same = change_medicine(medicine=one, changes={"own_name": "Lioresal"}, base=2, sent=sent(anna))
    assert same.row.version == 2


def test_a_wrong_change_leaves_the_medicine_as_it_was(anna: Patient) -> None:
    one, tomorrow = take(anna), local_date(timezone.now(), anna.time_zone) + DAY
    with pytest.raises(InvalidEntry):
        change_medicine(medicine=one, changes={"stopped_on": tomorrow}, base=1, sent=sent(anna))
    assert Medicine.objects.get().version == 1


def test_what_was_taken_back_can_come_back(anna: Patient) -> None:
    one, once = take(anna), sent(anna)
    for _press in range(2):
        assert not withdraw(one, sent=once).row.is_active
    assert list(Medicine.objects.active()) == []
    assert restore(one, sent=sent(anna)).row.is_current
    assert Medicine.objects.get().version == 3


@pytest.mark.parametrize(
    ("kind", "field"),
    [(MedicineClass.BACLOFEN_PUMP, "baclofen_pump"), (MedicineClass.BLOOD_THINNER, "blood_thinner")],
)
def test_the_texts_after_a_fall_know_of_a_pump_or_blood_thinner_in_the_list(
    anna: Patient, kind: MedicineClass, field: str
) -> None:
    today = local_date(timezone.now(), anna.time_zone)
    take(anna, kind, stopped_on=today)
    assert getattr(profile(anna), field) == "unknown"
    one = take(anna, kind)
    assert getattr(profile(anna), field) == "yes"
    change_medicine(medicine=one, changes={"stopped_on": today}, base=1, sent=sent(anna))
    assert getattr(profile(anna), field) == "yes"  # a stopped pump is dangerous still


def test_a_pump_is_known_from_the_list_or_the_profile(anna: Patient) -> None:
    assert not has_pump(anna)
    take(anna, MedicineClass.BACLOFEN_PUMP)
    assert has_pump(anna)
    assert has_pump(make_patient(baclofen_pump="yes"))


def test_drowsiness_belongs_to_the_day_on_which_it_was_felt(anna: Patient) -> None:
    at = timezone.now() - timedelta(days=2)
    one = feel(take(anna), 0, occurred_at=at, hours_after_dose=2)
    assert (one.severity, one.local_date) == (0, local_date(at, anna.time_zone))
    assert list(SideEffect.objects.active().newest_first()) == [one]


def test_exercise_is_minutes_of_a_day(anna: Patient) -> None:
    one = exercise(anna, 25)
    assert list(ExerciseEntry.objects.active().newest_first()) == [one]


def test_aids_of_the_profile_have_their_days(anna: Patient) -> None:
    today = local_date(timezone.now(), anna.time_zone)
    use(anna, "cane")
    assert AidPeriod.objects.get().owned_from == today
    use(anna, "none")
    assert owned(anna) == []  # it was ticked by mistake
    AidPeriod.objects.create(patient=anna, aid="walker", owned_from=today - 9 * DAY)
    use(anna, "walker")
    use(anna)
    assert owned(anna) == [("walker", False)]
    use(anna, "walker")
    assert owned(anna) == [("walker", True)]  # unticked by mistake: it was never gone


def test_an_aid_that_was_there_before_the_list_is_owned_long_since() -> None:
    anna = make_patient(aids=["rollator"])
    assert AidPeriod.objects.get(patient=anna).owned_from is None


def test_an_aid_that_comes_again_is_owned_from_then_on(anna: Patient) -> None:
    today = local_date(timezone.now(), anna.time_zone)
    own(anna, owned_from=today - 30 * DAY, owned_to=today - 9 * DAY)
    assert profile(anna).aids == []
    use(anna, "cane")
    assert AidPeriod.objects.current().get().owned_from == today


def test_an_aid_with_its_days_comes_into_the_profile_and_leaves_it(anna: Patient) -> None:
    today = local_date(timezone.now(), anna.time_zone)
    Patient.objects.filter(pk=anna.pk).update(aids=["none"])
    once, told = sent(anna), AidTold(aid="cane", owned_from=today - 30 * DAY)  # type: ignore[arg-type]
    one = record_aid_period(patient=anna, told=told, sent=once).row
    assert record_aid_period(patient=anna, told=told, sent=once).row == one
    assert (profile(anna).aids, profile(anna).new_aid_on) == (["cane"], today)
    change_aid_period(period=one, changes={"owned_to": today}, base=1, sent=sent(anna))
    assert (profile(anna).aids, owned(anna)) == ([], [("cane", False)])
    with pytest.raises(InvalidEntry):
        own(anna, owned_from=today - 9 * DAY)


def test_an_old_cane_does_not_take_the_new_one_away(anna: Patient) -> None:
    today = local_date(timezone.now(), anna.time_zone)
    own(anna, owned_from=today - 2 * DAY)
    own(anna, owned_from=today - 90 * DAY, owned_to=today - 60 * DAY)
    assert profile(anna).aids == ["cane"]


def test_whoever_else_writes_leaves_a_row_in_the_trail(anna: Patient) -> None:
    theo = make_therapist()
    make_link(anna, theo, Scope.SYMPTOMS, Scope.LOG)
    record_medicine(patient=anna, told=TIZANIDINE, sent=sent(theo))
    written = AuditEvent.objects.filter(action=AuditAction.WROTE, subject="treatments")
    assert written.get().actor_key == theo.audit_key
    take(anna)
    assert written.count() == 1


def test_only_who_was_let_see_symptoms_sees_them(anna: Patient) -> None:
    theo, tara = make_therapist("Theo"), make_therapist("Tara")
    make_link(anna, theo, Scope.SYMPTOMS)
    make_link(anna, tara, Scope.FALLS)
    take(anna)
    own(anna)
    for model in (Medicine, AidPeriod):
        seen = [model.objects.visible_to(who).count() for who in (anna.user, theo, tara)]
        assert seen == [1, 1, 0]


def test_the_ledger_knows_each_of_them(anna: Patient) -> None:
    take(anna)
    kept = Operation.objects.get()
    assert (kept.type, kept.outcome, kept.about_key) == (
        "medicine",
        "created",
        Medicine.objects.get().public_id,
    )


def test_the_bundle_names_kinds_of_medicine_without_a_dose(anna: Patient) -> None:
    today = local_date(timezone.now(), anna.time_zone)
    take(anna, own_name="Lioresal", started_on=today)
    withdraw(take(anna, MedicineClass.OPIOID), sent=sent(anna))
    (told,) = medication_statements(anna)
    assert MedicationStatement.model_validate(told).status == "active"
    assert told["effectivePeriod"] == {"start": today.isoformat()}
    assert "dosage" not in told
