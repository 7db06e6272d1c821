"""The walk that a phone keeps: a page of nobody's, and what the phone of a patient learns beside it."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from accounts.domain.vocabulary import Scope
from accounts.models import Patient
from checklists.domain.vocabulary import Answer
from checklists.models import ClinicChoices
from checklists.services.clinic_checklists import choose
from tests.checklists.walks import answer, begin, home_checklist, photo_of, submit
from tests.people import make_caregiver, make_clinic, make_link, make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db

CHECKLIST = re.compile(r'<script id="checklist" type="application/json">(.*?)</script>')


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


def checklist_in(page: str) -> Any:
    found = CHECKLIST.search(page)
    assert found
    return json.loads(found[1])


def state_of(client: Client, has: object = "") -> Any:
    response = client.get("/walk/state/", {"has": str(has)})
    assert "no-store" in response.headers["Cache-Control"]
    return response.json()


def test_the_shell_is_the_same_for_everybody_and_holds_every_question(anna: Patient) -> None:
    newest = home_checklist()
    answer(begin(anna), "E1", Answer.NEEDS_WORK, "The rail is loose.")
    page = signed_in(anna.user).get("/walk/")
    assert page.content == Client().get("/walk/").content
    assert "Set-Cookie" not in page.headers
    told = checklist_in(page.content.decode())
    assert told["id"] == str(newest.public_id)
    assert len(told["items"]) == 49
    assert sum(item["extra"] for item in told["items"]) == 5


def test_a_phone_without_any_checklist_gets_a_shell_that_can_say_so() -> None:
    assert checklist_in(Client().get("/walk/").content.decode()) is None


def test_a_new_checklist_is_a_new_release_for_the_phone() -> None:
    before = Client().get("/service-worker.js").content
    home_checklist()
    after = Client().get("/service-worker.js").content
    assert b'"walk": "/walk/"' in after
    assert before != after


def test_photos_that_only_the_phone_has_are_shown_on_the_walk_alone() -> None:
    def policy(address: str) -> str:
        return Client().get(address).headers["Content-Security-Policy"]

    assert "img-src 'self' blob:" in policy("/walk/")
    for address in ("/log/", "/", "/sign-in/"):
        assert "blob:" not in policy(address)
    assert policy("/walk/").replace(" blob:", "") == policy("/log/")


def test_a_phone_learns_what_another_one_answered(anna: Patient) -> None:
    walk = answer(begin(anna), "E1", Answer.NEEDS_WORK, "The rail is loose.")
    photo_of(walk, "E1")
    told = state_of(signed_in(anna.user), walk.checklist.public_id)
    assert told["owner"] == str(anna.user.public_id)
    [one] = told["walks"]
    assert (one["id"], one["kind"], one["state"]) == (str(walk.public_id), "quick", "draft")
    assert one["begun"] == [str(walk.entry_id), str(walk.entry_id)]
    assert (one["asked"], one["items"], one["photos"]) == (walk.asked, None, {"E1": 1})
    kept = walk.answers.get()
    assert one["answers"] == {
        "E1": {
            "answer": "needs_work", "note": "The rail is loose.", "known": str(kept.op_id), "question": "",
            "again": False, "both": False,
        }
    }  # fmt: skip


def test_the_questions_come_with_a_walk_where_the_phone_has_others(anna: Patient) -> None:
    begin(anna)
    [one] = state_of(signed_in(anna.user), "another")["walks"]
    assert len(one["items"]) == 49


def test_a_walk_that_is_sent_is_under_way_no_longer(anna: Patient) -> None:
    submit(answer(begin(anna), "E1", Answer.OK))
    assert state_of(signed_in(anna.user))["walks"] == []


def test_nobody_else_is_told_of_a_walk(anna: Patient) -> None:
    begin(anna)
    assert state_of(Client()) == {"owner": None, "walks": []}
    assert state_of(signed_in(make_caregiver(anna, "Carl"))) == {"owner": None, "walks": []}
    assert state_of(signed_in(make_patient("Ben").user))["walks"] == []


def test_the_phone_learns_a_clinics_own_questions_and_no_others(anna: Patient) -> None:
    home_checklist()
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    own = choose(clinic=clinic, choices=ClinicChoices(off=["A1"]))
    page = signed_in(anna.user)
    facts = page.get("/log/facts/").json()
    assert (facts["checklist"], facts["has_reviewer"]) == (None, False)
    make_link(anna, theo, Scope.HOME, clinic=clinic)
    facts = page.get("/log/facts/").json()
    assert facts["has_reviewer"]
    assert facts["checklist"]["id"] == str(own.public_id)
    assert len(facts["checklist"]["items"]) == 48


def test_a_patient_walks_on_the_phone_and_whoever_helps_on_our_pages(anna: Patient) -> None:
    walk = begin(anna)
    own = signed_in(anna.user).get("/my-home/").content.decode()
    assert f'data-walk="go/{walk.public_id}"' in own
    assert 'data-walk="quick"' in own
    theo = make_therapist("Theo")
    make_link(anna, theo, Scope.HOME)
    helps = signed_in(theo).get(f"/patients/{anna.public_id}/home/").content.decode()
    assert "data-walk" not in helps
