"""A therapist's Today over real diaries and homes, for a handful of patients and for many."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.domain.vocabulary import Role, Scope
from accounts.models import AuditEvent, Clinic, Patient, User
from accounts.services.care_links import end_care_link
from caseload.domain.errors import FollowUpInThePast, NoColleague
from caseload.domain.needs import ContactOutcome, Reason
from caseload.models import Contact
from caseload.services.contacts import Told, know_as, record_contact
from caseload.today import caseload_of
from checklists.domain.vocabulary import Doer, Effort
from checklists.models import Hazard
from checklists.services.hazards import Advice, recommend
from frontend.today_page import contact_words
from logs.domain.times import local_date
from logs.domain.vocabulary import Injury, MinutesOnFloor, YesNoUnsure
from logs.models import DiaryDay
from logs.services.falls import FallChange, amend_fall
from tests.checklists.walks import sent_walk
from tests.people import (
    fall,
    hospital_day,
    make_clinic,
    make_link,
    make_patient,
    make_therapist,
    near_fall,
    quiet_day,
    sent,
    signed_in,
)

pytestmark = pytest.mark.django_db
NOW_ = timezone.now  # read when it is asked


@pytest.fixture
def theo() -> User:
    return make_therapist("Theo")


@pytest.fixture
def clinic(theo: User) -> Clinic:
    return make_clinic(by=theo)


def patient_of(clinic: Clinic, theo: User, name: str, *scopes: Scope) -> Patient:
    """Somebody of the clinic who wrote in their diary yesterday."""
    patient = make_patient(name)
    make_link(patient, theo, *(scopes or (Scope.FALLS, Scope.HOME)), clinic=clinic)
    quiet_day(patient, local_date(NOW_(), patient.time_zone) - timedelta(days=1))
    return patient


def reasons(viewer: User) -> dict[str, list[Reason]]:
    found = caseload_of(viewer, now=NOW_())
    names = dict(Patient.objects.values_list("pk", "user__name"))
    return {names[case.patient]: [need.reason for need in case.needs] for case in found.needing}


def contacted(patient: Patient, by: User, **more: object) -> Contact:
    told = Told(outcome=ContactOutcome.REACHED, **more)  # type: ignore[arg-type]
    now = NOW_()
    today = local_date(now, patient.time_zone)
    return record_contact(patient=patient, told=told, by=by, op_id=uuid4(), now=now, today=today)


def test_who_needs_a_look_stands_first_and_says_why(clinic: Clinic, theo: User) -> None:
    anna, ben, cleo, dora = (patient_of(clinic, theo, name) for name in ("Anna", "Ben", "Cleo", "Dora"))
    fall(anna, head_strike=YesNoUnsure.YES, injuries=(Injury.SUSPECTED_FRACTURE,))
    fall(ben, minutes_on_floor=MinutesOnFloor.OVER_60)
    sent_walk(cleo, "E1")
    near_fall(dora)
    assert reasons(theo) == {
        "Anna": [Reason.HEAD_STRIKE, Reason.INJURY],
        "Ben": [Reason.LONG_LIE],
        "Cleo": [Reason.REVIEW],
    }


def test_silence_overdue_advice_and_an_ending_link_are_seen(clinic: Clinic, theo: User) -> None:
    silent = make_patient("Sam")
    make_link(silent, theo, Scope.FALLS, clinic=clinic)
    new = make_patient("Nell", began=NOW_() - timedelta(days=2))
    make_link(new, theo, Scope.FALLS, clinic=clinic)
    late = patient_of(clinic, theo, "Lea")
    sent_walk(late, "E1")
    advice = Advice(
        text="A rail.",
        doer=Doer.PATIENT,
        effort=Effort.SAME_DAY,
        due_on=NOW_().date() - timedelta(days=3),
    )
    now = NOW_()
    recommend(
        hazard=Hazard.objects.get(), advice=advice, by=theo, now=now, today=now.date() - timedelta(days=6)
    )
    ending = make_patient("Eda")
    make_link(ending, theo, Scope.HOME, ends_on=NOW_().date() + timedelta(days=5))
    assert reasons(theo) == {
        "Lea": [Reason.REVIEW, Reason.OVERDUE],
        "Sam": [Reason.SILENT],
        "Eda": [Reason.LINK_ENDS],
    }


def test_only_what_a_link_shows_is_a_reason_and_an_ended_link_shows_nothing(
    clinic: Clinic, theo: User
) -> None:
    anna = patient_of(clinic, theo, "Anna", Scope.HOME)
    fall(anna, head_strike=YesNoUnsure.YES)
    sent_walk(anna, "E1")
    assert reasons(theo) == {"Anna": [Reason.REVIEW]}
    end_care_link(care_link=anna.care_links.get(), by=anna.user, now=NOW_())
    assert reasons(theo) == {}


def test_a_link_that_runs_out_shows_nothing_from_that_moment_on(clinic: Clinic, theo: User) -> None:
    anna = patient_of(clinic, theo, "Anna")
    fall(anna, head_strike=YesNoUnsure.YES)
    sent_walk(anna, "E1")
    assert reasons(theo)["Anna"][0] is Reason.HEAD_STRIKE
    anna.care_links.update(ends_at=NOW_())
    found = caseload_of(theo, now=NOW_())
    assert (found.needing, dict(found.treated)) == ((), {})


def test_a_caregivers_patients_are_nobodys_caseload(theo: User) -> None:
    anna = make_patient("Anna")
    make_link(anna, theo, Scope.FALLS, Scope.HOME, role=Role.CAREGIVER)
    fall(anna, head_strike=YesNoUnsure.YES)
    assert reasons(theo) == {}


def test_a_contact_settles_a_row_for_the_whole_clinic_and_the_next_fall_brings_it_back(
    clinic: Clinic, theo: User
) -> None:
    tina = make_therapist("Tina")
    clinic.members.create(account=tina)
    anna = patient_of(clinic, theo, "Anna")
    fall(anna, head_strike=YesNoUnsure.YES, at=NOW_() - timedelta(hours=5))
    contacted(anna, tina, plan="Her daughter is with her.", handed_to=theo)
    assert reasons(theo) == {}
    fall(anna, injuries=(Injury.SUSPECTED_FRACTURE,))
    assert reasons(theo)["Anna"][0] in (Reason.HEAD_STRIKE, Reason.INJURY)
    assert AuditEvent.objects.about(anna.user).filter(actor_key=tina.audit_key, subject="contact").exists()


def test_what_is_told_of_a_fall_after_the_contact_brings_the_row_back(clinic: Clinic, theo: User) -> None:
    anna = patient_of(clinic, theo, "Anna")
    first = fall(anna, at=NOW_() - timedelta(hours=5))
    contacted(anna, theo)
    Contact.objects.update(made_at=NOW_() - timedelta(hours=2))
    note = FallChange(set={"note": "In the hall."}, base=1)
    amend_fall(fall=first, change=note, sent=sent(anna.user))
    assert reasons(theo) == {}
    knock = FallChange(set={"head_strike": YesNoUnsure.YES}, base=2)
    amend_fall(fall=first, change=knock, sent=sent(anna.user))
    assert reasons(theo) == {"Anna": [Reason.HEAD_STRIKE]}


def test_a_silent_patient_is_left_alone_until_the_follow_up_day_and_says_since_when(
    clinic: Clinic, theo: User
) -> None:
    sam = make_patient("Sam")
    make_link(sam, theo, Scope.FALLS, clinic=clinic)
    last = local_date(NOW_(), sam.time_zone) - timedelta(days=12)
    quiet_day(sam, last)
    [case] = caseload_of(theo, now=NOW_()).needing
    assert case.needs[0].since.date() == last + timedelta(days=8)
    contacted(sam, theo, follow_up_on=NOW_().date() + timedelta(days=30))
    Contact.objects.update(made_at=NOW_() - timedelta(days=3))
    assert reasons(theo) == {}


@pytest.mark.parametrize(("days", "is_silent"), [(7, False), (8, True)])
def test_seven_whole_unanswered_local_days_are_silence(
    days: int, is_silent: bool, clinic: Clinic, theo: User
) -> None:
    anna = make_patient("Anna")
    make_link(anna, theo, Scope.FALLS, clinic=clinic)
    quiet_day(anna, local_date(NOW_(), anna.time_zone) - timedelta(days=days))
    assert (reasons(theo) == {"Anna": [Reason.SILENT]}) is is_silent


def test_days_in_hospital_are_no_silence_whenever_they_were_told(clinic: Clinic, theo: User) -> None:
    sam = make_patient("Sam")
    make_link(sam, theo, Scope.FALLS, clinic=clinic)
    hospital_day(sam, local_date(NOW_(), sam.time_zone) - timedelta(days=2))
    DiaryDay.objects.update(given_at=NOW_() - timedelta(days=9))
    assert reasons(theo) == {}


def test_a_contact_is_told_with_the_day_of_the_patients_clock(clinic: Clinic, theo: User) -> None:
    anna = patient_of(clinic, theo, "Anna")
    contact = contacted(anna, theo)
    contact.made_at = datetime(2026, 11, 21, 4, tzinfo=UTC)  # eight in the evening of the 20th in Los Angeles
    words = contact_words(contact, zone="America/Los_Angeles", today=date(2026, 11, 20))
    assert words.startswith("Reached today by Theo")


def test_a_contact_says_what_is_wrong_with_it(clinic: Clinic, theo: User) -> None:
    anna = patient_of(clinic, theo, "Anna")
    with pytest.raises(FollowUpInThePast):
        contacted(anna, theo, follow_up_on=NOW_().date() - timedelta(days=2))
    with pytest.raises(NoColleague):
        contacted(anna, theo, handed_to=make_therapist("Una"))
    assert not Contact.objects.exists()


def test_a_contact_is_recorded_once_however_often_the_button_is_pressed(clinic: Clinic, theo: User) -> None:
    anna = patient_of(clinic, theo, "Anna")
    page, op_id = signed_in(theo), str(uuid4())
    for _press in range(2):
        answer = page.post(
            f"/patients/{anna.public_id}/contacts/", {"outcome": "tried", "plan": "", "op_id": op_id}
        )
        assert answer.status_code == 302
    assert Contact.objects.get().outcome == "tried"
    wrong = page.post(f"/patients/{anna.public_id}/contacts/", {"plan": "Call again"})
    assert wrong.status_code == 422
    assert "Call again" in wrong.content.decode()


def test_the_clinics_name_for_a_patient_is_shown_found_and_nobody_elses(clinic: Clinic, theo: User) -> None:
    anna = patient_of(clinic, theo, "Nana")
    una = make_therapist("Una")
    make_link(anna, una, Scope.FALLS)
    know_as(patient=anna, clinic=clinic, name="Anna Larkmoor", by=theo)
    found = signed_in(theo).post("/patients/", {"name": "larkmoor"}).content.decode()
    assert "Anna Larkmoor" in found
    assert "Nana" in found
    assert "Larkmoor" not in signed_in(una).get("/patients/").content.decode()
    know_as(patient=anna, clinic=clinic, name="", by=theo)
    assert "Larkmoor" not in signed_in(theo).get("/patients/").content.decode()


def test_who_has_nothing_new_is_said_so_and_never_as_before(clinic: Clinic, theo: User) -> None:
    patient_of(clinic, theo, "Anna")
    page = signed_in(theo).get("/patients/").content.decode()
    assert "Nothing new recorded" in page
    assert "as before" not in page


def test_the_phone_number_is_on_the_row(clinic: Clinic, theo: User) -> None:
    anna = patient_of(clinic, theo, "Anna")
    anna.phone = "+44 20 7946 0000"
    anna.save()
    assert 'href="tel:+442079460000"' in signed_in(theo).get("/patients/").content.decode()


def test_the_list_narrows_to_a_reason(clinic: Clinic, theo: User) -> None:
    fall(patient_of(clinic, theo, "Anna"), head_strike=YesNoUnsure.YES)
    sent_walk(patient_of(clinic, theo, "Ben"), "E1")
    patient_of(clinic, theo, "Cleo")
    page = signed_in(theo)
    for reason, shown in (("head_strike", ["Anna"]), ("review", ["Ben"]), ("needs", ["Anna", "Ben"])):
        told = page.post("/patients/", {"name": "", "reason": reason}).content.decode()
        assert [name for name in ("Anna", "Ben", "Cleo") if f">{name}<" in told] == shown, reason


def test_pages_go_on_where_the_last_one_ended(clinic: Clinic, theo: User) -> None:
    for number in range(52):
        patient_of(clinic, theo, f"Patient {number:02}")
    first, second = (signed_in(theo).get(f"/patients/?page={number}").content.decode() for number in (1, 2))
    for number in range(52):
        assert (f">Patient {number:02}<" in first) is (number < 50)
        assert (f">Patient {number:02}<" in second) is (number >= 50)
    assert "Patient 51" in signed_in(theo).get("/patients/?page=99").content.decode()


def test_the_second_page_of_a_narrowed_list_is_narrowed_too(clinic: Clinic, theo: User) -> None:
    for number in range(52):
        fall(patient_of(clinic, theo, f"Patient {number:02}"), head_strike=YesNoUnsure.YES)
    patient_of(clinic, theo, "Quinn")
    page, told = signed_in(theo), {"name": "", "reason": "head_strike"}
    first = page.post("/patients/", told).content.decode()
    assert 'form="narrowed" name="page" value="2"' in first
    assert '<input type="hidden" name="reason" value="head_strike">' in first
    second = page.post("/patients/", {**told, "page": "2"}).content.decode()
    assert ">Patient 51<" in second
    assert ">Quinn<" not in second


def test_the_list_narrows_to_who_waits_for_a_day_and_to_who_was_handed_over(
    clinic: Clinic, theo: User
) -> None:
    tina = make_therapist("Tina")
    clinic.members.create(account=tina)
    anna, ben, _cleo = (patient_of(clinic, theo, name) for name in ("Anna", "Ben", "Cleo"))
    contacted(anna, theo, follow_up_on=NOW_().date() + timedelta(days=3))
    contacted(ben, theo, handed_to=tina)
    for viewer, reason, shown in ((theo, "waiting", ["Anna"]), (tina, "mine", ["Ben"]), (theo, "mine", [])):
        told = signed_in(viewer).post("/patients/", {"name": "", "reason": reason}).content.decode()
        assert [name for name in ("Anna", "Ben", "Cleo") if f">{name}<" in told] == shown, reason


def test_a_clinic_that_is_no_longer_let_in_gives_no_name(clinic: Clinic, theo: User) -> None:
    anna, mia = patient_of(clinic, theo, "Zoe"), patient_of(clinic, theo, "Mia")
    know_as(patient=anna, clinic=clinic, name="Alma", by=theo)
    page = signed_in(theo).get("/patients/").content.decode()
    assert page.index(">Alma<") < page.index(f">{mia.user.name}<")
    end_care_link(care_link=anna.care_links.get(), by=anna.user, now=NOW_())
    make_link(anna, theo, Scope.HOME)
    assert "Alma" not in signed_in(theo).get("/patients/").content.decode()


@pytest.mark.parametrize("patients", [3, 300])
def test_any_number_of_patients_takes_the_same_few_questions(
    patients: int, clinic: Clinic, theo: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(patients):
        one = patient_of(clinic, theo, f"Patient {number}")
        if number % 2:
            fall(one, head_strike=YesNoUnsure.YES)
        if number % 3:
            contacted(one, theo, plan="Once more.")
    page: Client = signed_in(theo)
    page.get("/patients/")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        assert page.get("/patients/").status_code == 200
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        assert page.post("/patients/", {"name": "patient", "reason": ""}).status_code == 200
