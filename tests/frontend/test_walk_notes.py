"""A note of a walk is read and changed by those whom it is open to, and lost to nobody."""

import pytest
from django.test import Client

from accounts.domain.vocabulary import Role, Scope
from accounts.models import Patient, User
from checklists.domain.vocabulary import Answer
from checklists.models import Answer as Kept
from checklists.models import Assessment
from tests.api.client import Program
from tests.checklists.walks import answer, begin
from tests.people import make_account, make_link, make_patient, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


@pytest.fixture
def walk(anna: Patient) -> Assessment:
    return answer(begin(anna), "E1", Answer.NEEDS_WORK, "The rail is loose.")


@pytest.fixture
def carl(anna: Patient) -> User:
    """A caregiver who walks with her and may not read notes."""
    carl = make_account("Carl")
    make_link(anna, carl, Scope.HOME, Scope.LOG, role=Role.CAREGIVER)
    return carl


def note() -> str:
    return Kept.objects.get(item__code="E1").note


def at(page: Client, walk: Assessment, place: str = "", **told: str) -> str:
    address = f"/walks/{walk.public_id}/items/E1/{place}"
    told = told and {"base": str(Kept.objects.get().op_id), **told}
    response = page.post(address, told, follow=True) if told else page.get(address)
    return response.content.decode()


def test_anna_finds_her_note_again_and_goes_on_without_losing_it(anna: Patient, walk: Assessment) -> None:
    page = signed_in(anna.user)
    assert "The rail is loose." in at(page, walk, "details/")
    at(page, walk, "details/", note="The rail is loose.")
    assert note() == "The rail is loose."
    at(page, walk, "details/", note="It is fixed now.")
    assert note() == "It is fixed now."


def test_another_answer_leaves_the_note_as_it_is(anna: Patient, walk: Assessment) -> None:
    at(signed_in(anna.user), walk, answer="ok")
    assert (note(), Kept.objects.get().answer) == ("The rail is loose.", "ok")
    Program(anna.user).put(f"assessments/{walk.public_id}/answers/E1/", {"answer": "not_sure"})
    assert (note(), Kept.objects.get().answer) == ("The rail is loose.", "not_sure")


def test_whoever_answers_after_anna_neither_reads_nor_overwrites_her_note(
    walk: Assessment, carl: User
) -> None:
    page, program = signed_in(carl), Program(carl)
    place = f"assessments/{walk.public_id}/"
    at(page, walk, answer="ok")
    assert "rail is loose" not in at(page, walk)
    assert "rail is loose" not in at(page, walk, "details/")
    at(page, walk, "details/", note="Mine")
    assert program.put(f"{place}answers/E1/", {"answer": "ok"}).status == 200
    refused = program.put(f"{place}answers/E1/", {"answer": "ok", "note": "Mine"})
    assert refused.fields == {"note": "note_of_another"}
    for told in (program.get(place), program.get(f"{place}fhir/")):
        assert "rail is loose" not in str(told.json)
    assert note() == "The rail is loose."


def test_a_request_that_names_another_patient_than_the_walks_finds_nothing(
    anna: Patient, walk: Assessment
) -> None:
    place, other = f"assessments/{walk.public_id}/", str(make_patient("Ben").public_id)
    program = Program(anna.user)
    for named, status in ((str(anna.public_id), 200), (other, 404)):
        told = {"answer": "ok", "patient": named}
        assert program.put(f"{place}answers/E1/", told).status == status
    assert program.post(f"{place}submission/", {"patient": other}).status == 404
