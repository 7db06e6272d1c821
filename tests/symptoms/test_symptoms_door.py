"""Symptoms through the JSON door and the outbox."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.domain.vocabulary import AuditAction, AuditSubject, Scope
from accounts.models import AuditEvent
from logs.models import DiaryDay
from symptoms.models import SymptomEntry, SymptomVersion
from tests.api.client import Program
from tests.api.phone import about, flush, outcomes
from tests.people import make_link, make_patient, make_therapist

pytestmark = pytest.mark.django_db


def some_symptoms(**more: object) -> dict[str, Any]:
    return {"entry_id": str(uuid4()), "values": {"fatigue": 6, "pain": 0, "numbness": None}, **more}


def felt(**more: object) -> dict[str, Any]:
    return {"type": "symptom", **some_symptoms(**more)}


def test_what_was_not_answered_stays_null_and_a_zero_stays_zero() -> None:
    anna = make_patient()
    program = Program(anna.user)
    told = some_symptoms(triggers=[], areas={"pain": []})
    answer = program.post("symptoms/", told)
    assert answer.status == 201
    shown = program.get(f"symptoms/{answer.json['id']}/").json
    assert shown["values"] == {"fatigue": 6, "pain": 0, "numbness": None}
    assert (shown["triggers"], shown["aids_in_use"]) == ([], None)
    (listed,) = program.get("symptoms/").json["results"]
    assert listed == shown


def test_symptoms_answer_no_day_of_the_diary() -> None:
    anna = make_patient()
    Program(anna.user).post("symptoms/", some_symptoms())
    assert not DiaryDay.objects.filter(patient=anna).exists()


def test_sent_twice_is_one_entry_and_other_content_is_a_conflict() -> None:
    program = Program(make_patient().user)
    told = some_symptoms()
    first, again = program.post("symptoms/", told), program.post("symptoms/", told)
    other = program.post("symptoms/", {**told, "values": {"fatigue": 7}})
    assert (first.status, again.status, other.status) == (201, 200, 409)
    assert other.json["code"] == "different_payload"
    assert other.json["current"]["values"]["fatigue"] == 6
    assert SymptomEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "field", "code"),
    [
        ({"values": {"fatigue": 11}}, "values.fatigue", "max_value"),
        ({"values": {"foot_drop_l": 4}}, "values.foot_drop_l", "max_value"),
        ({"values": {"double_vision": 2}}, "values.double_vision", "max_value"),
        ({"values": {"fatigue": "7"}}, "values.fatigue", "invalid"),
        ({"values": {"fatigue": True}}, "values.fatigue", "invalid"),
        ({"values": {"fatigue": 6.5}}, "values.fatigue", "invalid"),
        ({"values": {"mood": 3}}, "values.mood", "unknown_field"),
        ({"values": {"fatigue": 6}, "mood": 3}, "mood", "unknown_field"),
        ({"values": {"fatigue": 6}, "areas": {"fatigue": []}}, "areas.fatigue", "unknown_field"),
        ({"values": {"fatigue": 6}, "areas": {"pain": ["saddle"]}}, "areas.pain.0", "invalid_choice"),
        ({"values": {"fatigue": 6}, "note": "a" * 2001}, "note", "text_too_long"),
        ({"values": {"fatigue": 6}, "aids_in_use": ["none", "cane"]}, "aids_in_use", "none_with_others"),
        ({"note": "x", "occurred_at": "2999-01-01T10:00:00Z"}, "occurred_at", "time_in_future"),
        (
            {"values": {"fatigue": 6}, "occurred_at": "1899-01-01T10:00:00Z"},
            "occurred_at",
            "time_before_1900",
        ),
        (
            {"values": {"fatigue": 6}, "occurred_at": "1949-01-01T10:00:00Z"},
            "occurred_at",
            "time_before_birth",
        ),
        ({"values": {}}, "values", "nothing_told"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(told: dict[str, Any], field: str, code: str) -> None:
    anna = make_patient(born_in=1950)
    answer = Program(anna.user).post("symptoms/", {"entry_id": str(uuid4()), **told})
    assert answer.status == 422
    assert (field, code) in {(one["field"], one["code"]) for one in answer.json["errors"]}
    assert not SymptomEntry.objects.exists()


def test_two_phones_that_change_different_symptoms_both_count() -> None:
    program = Program(make_patient().user)
    entry = felt()
    changes = [
        about(entry, "symptom_change", base=1, set={"values": {"fatigue": 7}}),
        about(
            entry, "symptom_change", base=1, set={"values": {"numbness": 2}, "areas": {"numbness": ["feet"]}}
        ),
    ]
    assert (
        outcomes(program, entry, *changes, *changes)
        == ["created", "changed", "changed"] + ["already_recorded"] * 2
    )
    kept = SymptomEntry.objects.get()
    assert kept.values == {"fatigue": 7, "pain": 0, "numbness": 2}
    assert (kept.areas, kept.version) == ({"numbness": ["feet"]}, 3)
    first = SymptomVersion.objects.get(version=2)
    assert (first.before, first.after) == ({"values.fatigue": 6}, {"values.fatigue": 7})


def test_the_same_symptom_changed_twice_is_a_conflict_that_keeps_both() -> None:
    program = Program(make_patient().user)
    entry = felt()
    outcomes(program, entry, about(entry, "symptom_change", base=1, set={"values": {"fatigue": 7}}))
    late = about(entry, "symptom_change", base=1, set={"values": {"fatigue": 2}})
    (result,) = flush(program, late)
    assert result["outcome"] == "conflict"
    assert result["current"]["values"]["fatigue"] == 7
    assert result["yours"]["set"] == {"values": {"fatigue": 2}}
    assert outcomes(program, late) == ["conflict"]
    assert SymptomEntry.objects.get().values["fatigue"] == 7


def test_an_answer_can_be_taken_back_to_not_answered() -> None:
    program = Program(make_patient().user)
    made = program.post("symptoms/", some_symptoms()).json
    changed = program.patch(f"symptoms/{made['id']}/", {"version": 1, "values": {"fatigue": None}})
    assert changed.json["values"] == {"fatigue": None, "pain": 0, "numbness": None}


def test_withdrawn_symptoms_are_out_of_view_and_can_come_back() -> None:
    program = Program(make_patient().user)
    entry = felt()
    assert outcomes(program, entry, about(entry, "symptom_withdrawal")) == ["created", "changed"]
    assert program.get("symptoms/").json["results"] == []
    assert outcomes(program, entry) == ["withdrawn"]
    assert program.post("symptoms/", {k: v for k, v in entry.items() if k != "type"}).status == 410
    assert outcomes(program, about(entry, "symptom_restoration")) == ["changed"]
    assert len(program.get("symptoms/").json["results"]) == 1


def test_withdrawal_through_its_own_address() -> None:
    program = Program(make_patient().user)
    made = program.post("symptoms/", some_symptoms()).json
    place = f"symptoms/{made['id']}/withdrawal/"
    op_id = str(uuid4())
    assert program.post(place, {"op_id": op_id}).json["state"] == "withdrawn"
    assert program.post(place, {"op_id": op_id}).json["version"] == 2
    assert program.patch(f"symptoms/{made['id']}/", {"version": 2, "note": "x"}).status == 410
    assert program.delete(place).json["state"] == "active"


def test_a_phone_whose_clock_is_a_day_behind_says_now_and_means_now() -> None:
    program = Program(make_patient().user)
    behind = timezone.now() - timedelta(days=1)
    entry = felt(made_at=behind.isoformat(), occurred_at=behind.isoformat())
    assert outcomes(program, entry, sent_at=behind.isoformat()) == ["created"]
    assert abs(SymptomEntry.objects.get().occurred_at - timezone.now()) < timedelta(minutes=1)


@pytest.mark.parametrize("scopes", [{Scope.FALLS}, {Scope.FALLS, Scope.LOG}, {Scope.SYMPTOMS}])
def test_nobody_writes_symptoms_without_both_scopes(scopes: set[Scope]) -> None:
    anna, theo = make_patient(), make_therapist()
    make_link(anna, theo, *scopes)
    told = some_symptoms(patient=str(anna.public_id))
    assert Program(theo).post("symptoms/", told).status == 404
    read = Program(theo).get("symptoms/", patient=str(anna.public_id)).status
    assert read == (200 if Scope.SYMPTOMS in scopes else 404)


def test_a_therapist_reads_them_with_a_row_in_the_trail_and_changes_only_their_own() -> None:
    anna, theo = make_patient(), make_therapist()
    make_link(anna, theo, Scope.SYMPTOMS, Scope.LOG)
    hers = Program(anna.user).post("symptoms/", some_symptoms(note="Private")).json
    shown = Program(theo).get(f"symptoms/{hers['id']}/")
    assert (shown.status, shown.json["note"]) == (200, None)
    looked = AuditEvent.objects.filter(subject=AuditSubject.SYMPTOMS, action=AuditAction.READ)
    assert looked.count() == 1
    assert Program(theo).patch(f"symptoms/{hers['id']}/", {"version": 1, "note": "x"}).status == 404
    assert Program(make_therapist("Eve")).get(f"symptoms/{hers['id']}/").status == 404
    theirs = Program(theo).post("symptoms/", some_symptoms(patient=str(anna.public_id))).json
    assert theirs["made_by"] == str(theo.public_id)
    assert Program(theo).patch(f"symptoms/{theirs['id']}/", {"version": 1, "note": "x"}).status == 200


def test_pins_keep_their_order_and_are_few() -> None:
    program = Program(make_patient().user)
    assert program.get("symptom-pins/").json == {"codes": []}
    wanted = {"codes": ["pain", "fatigue", "pain"]}
    assert program.patch("symptom-pins/", wanted).json == {"codes": ["pain", "fatigue"]}
    assert program.patch("symptom-pins/", {"codes": ["fatigue", "pain"]}).json["codes"][0] == "fatigue"
    codes = [one["code"] for one in program.get("symptom-catalogue/").json["results"]]
    assert len(codes) == 24
    assert program.patch("symptom-pins/", {"codes": codes[:9]}).status == 422
    assert program.patch("symptom-pins/", {"codes": ["mood"]}).status == 422
    assert program.get("symptom-pins/").json == {"codes": ["fatigue", "pain"]}
