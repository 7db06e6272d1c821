"""Medicines, side effects, aids, exercise and weekly checks through the JSON door."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.domain.vocabulary import AuditAction, AuditSubject, Scope
from accounts.models import AuditEvent, Patient, User
from accounts.services.care_links import end_care_link
from ledger.domain.times import local_date
from symptoms.models import WeeklyCheck
from tests.api.client import Program
from tests.people import make_link, make_patient, make_therapist
from tests.treatments.entries import exercise, feel, own, take
from treatments.models import AidPeriod, ExerciseEntry, Medicine, SideEffect

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def anna() -> Patient:
    return make_patient()


@pytest.fixture
def program(anna: Patient) -> Program:
    return Program(anna.user)


def today(anna: Patient) -> date:
    return local_date(timezone.now(), anna.time_zone)


def entry(**told: Any) -> dict[str, Any]:
    return {"entry_id": str(uuid4()), **told}


def new_entries(anna: Patient) -> dict[str, dict[str, Any]]:
    """Something to send to each list."""
    return {
        "medicines/": entry(medicine_class="tizanidine"),
        f"medicines/{take(anna).public_id}/side-effects/": entry(severity=4),
        "aids/": entry(aid="rollator"),
        "exercise/": entry(on=str(today(anna)), minutes=20, kind="stretch"),
        "weekly-checks/": entry(skin="red_fades"),
    }


def written(by: User) -> set[str]:
    rows = AuditEvent.objects.filter(actor_key=by.audit_key, action=AuditAction.WROTE)
    return set(rows.values_list("subject", flat=True))


def test_whatever_is_sent_twice_is_one_and_other_content_under_its_id_is_a_conflict(
    anna: Patient, program: Program
) -> None:
    others: dict[str, Any] = {
        "medicine_class": "opioid", "severity": 5, "aid": "cane", "minutes": 25, "skin": "open"
    }  # fmt: skip
    for path, told in new_entries(anna).items():
        first, again = program.post(path, told), program.post(path, told)
        assert (first.status, again.status) == (201, 200), path
        assert first.json["id"] == again.json["id"]
        different = {name: others.get(name, value) for name, value in told.items()}
        assert program.post(path, different).status == 409, path
    counts = [model.objects.count() for model in (SideEffect, AidPeriod, ExerciseEntry, WeeklyCheck)]
    assert counts == [1, 1, 1, 1]
    assert Medicine.objects.count() == 2


def test_what_nobody_said_stays_null_and_a_zero_stays_zero(anna: Patient, program: Program) -> None:
    medicine = program.post("medicines/", entry(medicine_class="baclofen")).json
    assert (medicine["started_on"], medicine["stopped_on"], medicine["is_pump"]) == (None, None, False)
    path = f"medicines/{medicine['id']}/side-effects/"
    for hours in (None, 0):
        program.post(path, entry(severity=0, hours_after_dose=hours))
    felt = program.get(path).json["results"]
    assert {(one["severity"], one["hours_after_dose"]) for one in felt} == {(0, None), (0, 0)}
    done = program.post("exercise/", entry(on=str(today(anna)), minutes=20, kind="stretch")).json
    assert done["supervised"] is None
    looked = program.post("weekly-checks/", entry(joints=[], skin="none")).json
    assert (looked["joints"], looked["new_saddle_numbness"], looked["advice"]) == ([], None, "nothing")
    looked = program.post("weekly-checks/", entry(new_saddle_numbness=True)).json
    assert (looked["joints"], looked["skin"], looked["advice"]) == (None, None, "emergency")
    stiff = program.post("weekly-checks/", entry(joints=[{"joint": "heel", "side": "left", "weeks": 0}])).json
    assert (stiff["joints"][0]["weeks"], stiff["advice"]) == (0, "contact_team")
    assert len(program.get("weekly-checks/").json["results"]) == 3


@pytest.mark.parametrize(
    ("path", "told", "field", "code"),
    [
        ("medicines/", {"medicine_class": "aspirin"}, "medicine_class", "invalid_choice"),
        ("medicines/", {}, "medicine_class", "required"),
        ("medicines/", {"medicine_class": "opioid", "started_on": "2999-01-01"}, "started_on", "not_yet"),
        ("medicines/", {"medicine_class": "opioid", "dose": 5}, "dose", "unknown_field"),
        ("exercise/", {"on": "2020-01-01", "minutes": 0, "kind": "stretch"}, "minutes", "min_value"),
        ("exercise/", {"on": "2020-01-01", "minutes": 9, "kind": "chess"}, "kind", "invalid_choice"),
        ("exercise/", {"on": "2999-01-01", "minutes": 9, "kind": "stretch"}, "on", "not_yet"),
        ("aids/", {"aid": "none"}, "aid", "not_an_own_aid"),
        (
            "aids/",
            {"aid": "cane", "owned_from": "2020-02-01", "owned_to": "2020-01-01"},
            "owned_to",
            "ends_before_it_begins",
        ),
        ("weekly-checks/", {}, "skin", "nothing_told"),
        ("weekly-checks/", {"skin": "fine"}, "skin", "invalid_choice"),
        ("weekly-checks/", {"new_saddle_numbness": 1}, "new_saddle_numbness", "invalid"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    program: Program, path: str, told: dict[str, Any], field: str, code: str
) -> None:
    answer = program.post(path, entry(**told))
    assert answer.status == 422
    assert (field, code) in {(one["field"], one["code"]) for one in answer.json["errors"]}
    assert program.get(path).json["results"] == []


def test_side_effects_that_cannot_be_are_refused(anna: Patient, program: Program) -> None:
    path = f"medicines/{take(anna).public_id}/side-effects/"
    for told in ({"severity": 11}, {"severity": None}, {"severity": 1, "hours_after_dose": 25}):
        assert program.post(path, entry(**told)).status == 422
    late = program.post(path, entry(severity=1, occurred_at="2999-01-01T10:00:00Z"))
    assert [(one["field"], one["code"]) for one in late.json["errors"]] == [("occurred_at", "not_yet")]


def test_a_medicine_is_stopped_once_and_a_change_of_an_old_version_shows_both(
    anna: Patient, program: Program
) -> None:
    path = f"medicines/{take(anna).public_id}/"
    stop = {"version": 1, "op_id": str(uuid4()), "stopped_on": str(today(anna))}
    assert [program.patch(path, stop).json["version"] for _press in range(2)] == [2, 2]
    late = program.patch(path, {"version": 1, "own_name": "Lioresal"})
    assert (late.status, late.json["code"]) == (409, "changed_elsewhere")
    assert late.json["current"]["stopped_on"] == str(today(anna))
    assert late.json["yours"] == {"own_name": "Lioresal"}
    assert program.patch(path, {"version": 2, "stopped_on": None}).json["stopped_on"] is None


def test_an_aid_with_a_last_day_leaves_the_profile(anna: Patient, program: Program) -> None:
    made = program.post("aids/", entry(aid="cane", owned_from=str(today(anna) - 5 * DAY))).json
    anna.refresh_from_db()
    assert list(anna.aids) == ["cane"]
    changed = program.patch(f"aids/{made['id']}/", {"version": made["version"], "owned_to": str(today(anna))})
    assert changed.json["owned_to"] == str(today(anna))
    late = program.patch(f"aids/{made['id']}/", {"version": made["version"], "owned_to": None})
    assert (late.status, late.json["code"]) == (409, "changed_elsewhere")
    anna.refresh_from_db()
    assert list(anna.aids) == []


def test_a_therapist_reads_with_a_row_in_the_trail_and_writes_only_with_log(anna: Patient) -> None:
    theo, patient = make_therapist(), str(anna.public_id)
    link = make_link(anna, theo, Scope.SYMPTOMS)
    news, program = new_entries(anna), Program(theo)
    for path, told in news.items():
        before = set(AuditEvent.objects.values_list("pk", flat=True))
        assert program.get(path, patient=patient).status == 200
        subject = AuditSubject.SYMPTOMS if "weekly" in path else AuditSubject.TREATMENTS
        left = AuditEvent.objects.exclude(pk__in=before).get()
        assert (left.actor_key, left.action, left.subject) == (theo.audit_key, AuditAction.READ, subject)
        assert program.post(path, {**told, "patient": patient}).status == 404, path
    assert written(theo) == set()
    end_care_link(care_link=link, by=anna.user, now=timezone.now())
    make_link(anna, theo, Scope.SYMPTOMS, Scope.LOG)
    for path, told in news.items():
        assert program.post(path, {**told, "patient": patient}).json["made_by"] == str(theo.public_id)
    assert written(theo) == {AuditSubject.TREATMENTS, AuditSubject.SYMPTOMS}


def test_only_the_patient_and_whoever_may_read_notes_read_how_it_felt_in_words(anna: Patient) -> None:
    medicine, theo, tara = take(anna), make_therapist("Theo"), make_therapist("Tara")
    feel(medicine, note="Heavy legs.")
    make_link(anna, theo, Scope.SYMPTOMS, Scope.NOTES)
    make_link(anna, tara, Scope.SYMPTOMS)
    path = f"medicines/{medicine.public_id}/side-effects/"
    notes = [Program(who).get(path).json["results"][0]["note"] for who in (anna.user, theo, tara)]
    assert notes == ["Heavy legs.", "Heavy legs.", None]


def test_without_symptoms_or_after_the_link_ended_nothing_is_found(anna: Patient) -> None:
    medicine, period = take(anna), own(anna)
    exercise(anna)
    theo, tara = make_therapist("Theo"), make_therapist("Tara")
    make_link(anna, tara, Scope.FALLS, Scope.HOME, Scope.LOG, Scope.NOTES)
    end_care_link(care_link=make_link(anna, theo, *Scope), by=anna.user, now=timezone.now())
    patient = str(anna.public_id)
    for who in (theo, tara, make_therapist("Eve"), make_patient("Ben").user):
        program = Program(who)
        for path in ("medicines/", "aids/", "exercise/", "weekly-checks/"):
            assert program.get(path, patient=patient).status == 404
        assert program.get(f"medicines/{medicine.public_id}/side-effects/").status == 404
        for path in (f"medicines/{medicine.public_id}/", f"aids/{period.public_id}/"):
            assert program.patch(path, {"version": 1}).status == 404


def test_a_reader_without_log_changes_nothing(anna: Patient) -> None:
    medicine, theo = take(anna), make_therapist()
    make_link(anna, theo, Scope.SYMPTOMS, Scope.NOTES)
    change = {"version": 1, "own_name": "Mine"}
    assert Program(theo).patch(f"medicines/{medicine.public_id}/", change).status == 404
    medicine.refresh_from_db()
    assert (medicine.own_name, medicine.version) == ("", 1)


def test_what_was_taken_back_is_in_no_list(anna: Patient, program: Program) -> None:
    medicine = take(anna)
    feel(medicine)
    path = f"medicines/{medicine.public_id}/side-effects/"
    SideEffect.objects.update(state="withdrawn")
    assert program.get(path).json["results"] == []
    Medicine.objects.update(state="withdrawn")
    assert program.get("medicines/").json["results"] == []
