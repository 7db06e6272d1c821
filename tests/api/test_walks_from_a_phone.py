"""Walks through a home in a phone's outbox: begun, answered and sent once, by whoever may."""

from typing import Any
from uuid import uuid4

import pytest

from accounts.domain.vocabulary import Role, Scope
from checklists.models import Answer, Assessment
from tests.api.client import Program
from tests.api.phone import flush, outcomes
from tests.checklists.walks import home_checklist
from tests.people import make_link, make_patient, make_therapist

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_checklist() -> None:
    home_checklist()


def begun(**more: object) -> dict[str, Any]:
    return {
        "type": "assessment",
        "entry_id": str(uuid4()),
        "checklist": "home",
        "kind": "quick",
        **more,
    }


def answered(walk: dict[str, Any], code: str, word: str | None, **more: object) -> dict[str, Any]:
    return {
        "type": "assessment_answer",
        "entry_id": str(uuid4()),
        "assessment": walk["entry_id"],
        "item": code,
        "answer": word,
        **more,
    }


def submitted(walk: dict[str, Any]) -> dict[str, Any]:
    return {"type": "assessment_submission", "op_id": str(uuid4()), "entry_id": walk["entry_id"]}


def test_a_walk_in_flight_mode_arrives_once_however_often_it_is_sent() -> None:
    program, walk = Program(make_patient().user), begun()
    outbox = [
        walk,
        answered(walk, "E1", "needs_work", note="Loose"),
        answered(walk, "G1", "ok"),
        submitted(walk),
    ]
    assert outcomes(program, *outbox) == ["created", "created", "created", "changed"]
    assert outcomes(program, *outbox) == ["already_recorded"] * 4
    one = Assessment.objects.get()
    assert (one.state, one.answers.count()) == ("submitted", 2)
    assert flush(program, outbox[0])[0]["id"] == str(one.public_id)


def test_two_phones_walk_together_and_what_clashes_is_kept_for_the_page_to_ask() -> None:
    program = Program(make_patient().user)
    phone, tablet = begun(), begun(kind="full")
    assert outcomes(program, phone, tablet) == ["created", "changed"]
    first = answered(phone, "E1", "ok", base=None)
    assert outcomes(program, first, answered(tablet, "E1", "needs_work", base=None)) == ["created"] * 2
    row = Answer.objects.get()
    assert row.other is not None
    assert (row.answer, row.other["answer"], row.other["note"]) == ("ok", "needs_work", "")
    assert outcomes(program, answered(tablet, "G1", "ok", base=None)) == ["created"]
    known = answered(phone, "E1", "not_sure", base=first["entry_id"])
    assert outcomes(program, known) == ["created"]
    assert Answer.objects.get(item__code="E1").answer == "not_sure"


def test_a_second_phone_that_sends_the_same_walk_is_told_that_it_is_here() -> None:
    program, walk = Program(make_patient().user), begun()
    outcomes(program, walk, answered(walk, "E1", "ok"), submitted(walk))
    assert outcomes(program, submitted(walk)) == ["already_recorded"]


@pytest.mark.parametrize(
    ("operation", "field", "code"),
    [
        (begun(checklist="no-such"), "checklist", "unknown_checklist"),
        (begun(checklist=str(uuid4())), "checklist", "unknown_checklist"),
        (begun(kind="long"), "kind", "invalid_choice"),
        (answered({"entry_id": str(uuid4())}, "E1", "ok"), "assessment", "unknown_assessment"),
    ],
)
def test_what_cannot_be_kept_is_named(operation: dict[str, Any], field: str, code: str) -> None:
    (result,) = flush(Program(make_patient().user), operation)
    assert (result["outcome"], result["errors"][0]["field"], result["errors"][0]["code"]) == (
        "invalid",
        field,
        code,
    )


def test_an_answer_that_comes_after_its_walk_was_sent_is_not_lost_in_silence() -> None:
    program, walk = Program(make_patient().user), begun()
    outcomes(program, walk, answered(walk, "E1", "ok"), submitted(walk))
    late, other = flush(program, answered(walk, "E3", "ok"), answered(walk, "Z9", "ok"))
    assert (late["outcome"], late["errors"][0]["code"]) == ("invalid", "already_sent")
    assert other["errors"][0]["code"] == "unknown_item"


def test_the_same_id_with_another_content_is_a_conflict() -> None:
    program, walk = Program(make_patient().user), begun()
    one = answered(walk, "E1", "ok")
    assert outcomes(program, walk, one, {**one, "answer": "not_sure"}) == ["created", "created", "conflict"]


@pytest.mark.parametrize(
    ("role", "scopes", "may"),
    [
        (Role.THERAPIST, {Scope.HOME}, True),
        (Role.THERAPIST, {Scope.FALLS, Scope.LOG}, False),
        (Role.CAREGIVER, {Scope.HOME}, False),
        (Role.CAREGIVER, {Scope.HOME, Scope.LOG}, True),
    ],
)
def test_whoever_may_walk_for_anna_is_named_as_the_one_who_did(
    role: Role, scopes: set[Scope], may: bool
) -> None:
    anna, helper = make_patient(), make_therapist()
    make_link(anna, helper, *scopes, role=role)
    (result,) = flush(Program(helper), begun(patient=str(anna.public_id)))
    assert (result["outcome"] == "created") is may
    assert list(Assessment.objects.values_list("made_by", flat=True)) == ([helper.pk] if may else [])
