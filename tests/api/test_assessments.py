"""Walks, photos, hazards and advice over the JSON door."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from fhir.resources.R4B.bundle import Bundle
from PIL import Image

from accounts.domain.vocabulary import Scope
from accounts.models import AuditEvent, Patient, User
from accounts.services.care_links import end_care_link
from checklists.domain.vocabulary import Answer as Word
from checklists.models import Assessment, Hazard, Photo
from tests.api.client import API, Answer, Program
from tests.checklists.walks import (
    answer,
    begin,
    fresh,
    home_checklist,
    photo_of,
    sent_back,
    sent_walk,
    submit,
)
from tests.people import make_link, make_patient, make_therapist

pytestmark = pytest.mark.django_db
WORDS = {str(word): word for word in Word}


@pytest.fixture(autouse=True)
def a_checklist() -> None:
    home_checklist()


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


@pytest.fixture
def theo(anna: Patient) -> User:
    theo = make_therapist("Theo")
    make_link(anna, theo, Scope.HOME, Scope.NOTES)
    return theo


def item(told: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in told["items"] if one["item"] == code)


def test_a_program_walks_through_a_home(anna: Patient) -> None:
    program, new = Program(anna.user), {"entry_id": str(uuid4()), "checklist": "home", "kind": "quick"}
    begun = program.post("assessments/", new)
    assert (begun.status, begun.json["state"], len(begun.json["items"])) == (201, "draft", 12)
    place = f"assessments/{begun.json['id']}/"
    assert program.post("assessments/", new).status == 200
    assert program.post("assessments/", {**new, "kind": "full"}).status == 409
    told = program.put(f"{place}answers/E1/", {"answer": "needs_work", "note": "Loose"})
    assert (item(told.json, "E1")["answer"], item(told.json, "E1")["note"]) == ("needs_work", "Loose")
    assert program.post(f"{place}submission/").json["state"] == "submitted"
    assert program.post(f"{place}submission/").json["state"] == "submitted"
    late = program.put(f"{place}answers/E1/", {"answer": "ok"})
    assert (late.status, late.json["errors"][0]["code"]) == (422, "already_sent")
    assert program.get(place).json["state"] == "submitted"
    assert [one["id"] for one in program.get("assessments/").json["results"]] == [begun.json["id"]]


def test_a_therapist_reviews_all_or_nothing(anna: Patient, theo: User) -> None:
    walk = sent_walk(anna, "E1", ok=["G1"])
    program, place = Program(theo), f"assessments/{walk.public_id}/"
    version = program.get(place).json["version"]
    accepted = [{"item": code, "verdict": "accepted"} for code in ("E1", "G1")]
    wrong = program.post(
        f"{place}review/", {"version": version, "items": [*accepted, {"item": "E3", "verdict": "accepted"}]}
    )
    assert wrong.json["errors"][0]["code"] == "unanswered_item"
    assert not walk.answers.exclude(verdict=None).exists()
    stale = program.post(f"{place}review/", {"version": version + 1, "items": accepted})
    assert (stale.status, stale.code, stale.json["current"]["version"]) == (409, "changed_meanwhile", version)
    done = program.post(f"{place}review/", {"version": version, "items": accepted, "then": "sign"})
    assert (done.json["state"], done.json["reviewed_by"]) == ("reviewed", str(theo.public_id))


@pytest.mark.parametrize(
    ("decision", "field", "code"),
    [
        ({"item": "E3", "verdict": "accepted"}, "items.1.item", "unanswered_item"),
        ({"item": "\ud800", "verdict": "accepted"}, "items.1.item", "unanswered_item"),
        ({"item": "\x00", "verdict": "accepted"}, "items.1.item", "unanswered_item"),
        ({"item": "G1", "verdict": "returned"}, "items.1.question", "question_missing"),
        ({"item": "G1", "verdict": "returned", "question": "\x00"}, "items.1.question", "control_character"),
        ({"item": "G1", "verdict": "returned", "question": "\ud800"}, "items.1.question", "lone_surrogate"),
    ],
)
def test_what_is_wrong_with_one_decision_is_named_and_none_is_kept(
    anna: Patient, theo: User, decision: dict[str, str], field: str, code: str
) -> None:
    walk = sent_walk(anna, "E1", ok=["G1"])
    told = {"version": walk.version, "items": [{"item": "E1", "verdict": "accepted"}, decision]}
    answer = Program(theo).post(f"assessments/{walk.public_id}/review/", told)
    assert (answer.status, answer.fields) == (422, {field: code})
    assert not walk.answers.exclude(verdict=None).exists()


def test_a_walk_that_cannot_be_signed_yet_keeps_no_decision_of_the_same_review(
    anna: Patient, theo: User
) -> None:
    walk = sent_walk(anna, "E1", ok=["G1"])
    told = {"version": walk.version, "items": [{"item": "E1", "verdict": "accepted"}], "then": "sign"}
    answer = Program(theo).post(f"assessments/{walk.public_id}/review/", told)
    assert (answer.status, answer.fields) == (422, {None: "not_reviewed_yet"})
    assert not walk.answers.exclude(verdict=None).exists()


def test_a_question_goes_back(anna: Patient, theo: User) -> None:
    walk = sent_walk(anna, "E1", ok=["G1"])
    asked = {"item": "E1", "verdict": "returned", "question": "Which rail?"}
    told = Program(theo).post(
        f"assessments/{walk.public_id}/review/",
        {"version": Assessment.objects.get().version, "items": [asked], "then": "send_back"},
    )
    assert told.json["state"] == "returned"
    assert (
        item(Program(anna.user).get(f"assessments/{walk.public_id}/").json, "E1")["question"] == "Which rail?"
    )


def test_hazards_are_listed_and_advised_on_and_done(anna: Patient, theo: User) -> None:
    sent_walk(anna, "E1")
    listed = Program(theo).get("hazards/", patient=anna.public_id).json["results"]
    assert [(one["item"], one["room"], one["weight"], one["state"]) for one in listed] == [
        ("E1", "bathroom", 3, "found")
    ]
    new = {"hazard": listed[0]["id"], "text": "A rail.", "doer": "tradesperson", "effort": "M"}
    made = Program(theo).post("recommendations/", new)
    assert made.status == 201
    assert Program(anna.user).post("recommendations/", new).status == 404
    place = f"recommendations/{made.json['id']}/"
    no = Program(anna.user).patch(place, {"state": "not_possible"})
    assert no.fields == {"reason": "reason_missing"}
    done = Program(anna.user).patch(place, {"state": "done"})
    assert done.json["done_on"]
    assert Program(anna.user).get("hazards/").json["results"] == []
    [known] = Program(anna.user).get("hazards/", state="all").json["results"]
    assert known["state"] == "done"


def send_photo(program: Program, **told: Any) -> Answer:
    file = BytesIO()
    Image.new("RGB", (50, 40), "grey").save(file, "JPEG")
    picture = SimpleUploadedFile("me at home.jpg", file.getvalue(), "image/jpeg")
    return Answer(Client().post(f"{API}photos/", {"file": picture, **told}, headers=program.headers))


def test_a_photo_is_kept_once_and_shown_to_whoever_may_see_it(anna: Patient, theo: User) -> None:
    walk, program = begin(anna), Program(anna.user)
    told = {"entry_id": str(uuid4()), "assessment": str(walk.entry_id), "item": "E1"}
    made = send_photo(program, **told)
    assert (made.status, made.json["width"], made.json["height"]) == (201, 50, 40)
    assert send_photo(program, **told).status == 200
    assert Photo.objects.count() == 1
    place = f"photos/{made.json['id']}/"
    shown = program.get(place).response
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert "no-store" in shown.headers["Cache-Control"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert Program(theo).get(place).status == 404
    assert item(Program(theo).get(f"assessments/{walk.public_id}/").json, "E1")["photos"] == []
    assert program.delete(place).status == 204
    assert send_photo(program, **told).status == 410
    assert program.get(place).status == 404


def test_what_is_no_photo_is_refused_beside_its_field(anna: Patient) -> None:
    walk, program = begin(anna), Program(anna.user)
    told = {"entry_id": str(uuid4()), "assessment": str(walk.public_id), "item": "E1"}
    svg = SimpleUploadedFile("a.svg", b"<svg onload='alert(1)'/>", "image/svg+xml")
    refused = Answer(Client().post(f"{API}photos/", {**told, "file": svg}, headers=program.headers))
    assert (refused.status, refused.fields) == (422, {"file": "not_a_picture"})
    twice = {**told, "item": ["E1", "G1"]}
    assert send_photo(program, **twice).fields == {"item": "said_twice"}
    missing = Answer(Client().post(f"{API}photos/", told, headers=program.headers))
    assert missing.fields == {"file": "required"}
    assert send_photo(program, **{**told, "item": "Z9"}).fields == {"item": "unknown_item"}
    assert not Photo.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"If-None-Match": "*"}, {"Range": "bytes=0-1"}])
def test_a_link_that_has_ended_shows_nothing_any_more(anna: Patient, headers: dict[str, str]) -> None:
    tina = make_therapist("Tina")
    link = make_link(anna, tina, Scope.HOME, Scope.PHOTOS)
    walk = sent_walk(anna, "E1")
    photo, program = photo_of(walk, "E1"), Program(tina)
    places = [
        f"assessments/{walk.public_id}/",
        f"assessments/{walk.public_id}/fhir/",
        f"photos/{photo.public_id}/",
        f"hazards/?patient={anna.public_id}",
        f"assessments/?patient={anna.public_id}",
    ]
    before = [program.send_raw("GET", place, b"", "") for place in places]
    assert [one.status for one in before] == [200] * 5
    tagged = headers or {"If-None-Match": before[3].response.headers.get("ETag", "*")}
    end_care_link(care_link=link, by=anna.user, now=timezone.now())
    for place in places:
        assert program.send_raw("GET", place, b"", "", **tagged).status == 404, place


def test_a_walk_is_exported_as_fhir_without_a_score(anna: Patient, theo: User) -> None:
    walk = answer(begin(anna), "E1", None, "")
    walk = submit(answer(answer(walk, "E1", WORDS["needs_work"], "Loose"), "G1", WORDS["ok"]))
    told = Program(theo).get(f"assessments/{walk.public_id}/fhir/").json
    Bundle.model_validate(told)  # FHIR's own schemas, of the resources inside it, too
    kinds = [one["resource"]["resourceType"] for one in told["entry"]]
    assert kinds == ["Questionnaire", "QuestionnaireResponse"]
    questions, said = (one["resource"] for one in told["entry"])
    assert sum(len(room["item"]) for room in questions["item"]) == 12
    answers = {one["linkId"]: one["answer"][0] for room in said["item"] for one in room["item"]}
    said_of = {code: one["valueCoding"]["code"] for code, one in answers.items()}
    assert said_of == {"E1": "needs_work", "G1": "ok"}
    assert answers["E1"]["item"][0]["answer"] == [{"valueString": "Loose"}]
    assert "score" not in str(told).lower()
    assert said["status"] == "completed"


def test_whoever_reads_a_home_is_in_the_trail(anna: Patient, theo: User) -> None:
    walk = sent_walk(anna, "E1")
    program = Program(theo)
    for place in (f"assessments/{walk.public_id}/", f"assessments/{walk.public_id}/fhir/"):
        program.get(place)
    program.get("hazards/", patient=anna.public_id)
    program.get("assessments/", patient=anna.public_id)
    trail = AuditEvent.objects.about(anna.user).filter(action="read", subject="home")
    assert trail.filter(actor_key=theo.audit_key).count() == 4


def test_notes_are_read_where_the_link_shows_them(anna: Patient) -> None:
    walk = answer(begin(anna), "E1", WORDS["needs_work"], "Loose")
    tara = make_therapist("Tara")
    make_link(anna, tara, Scope.HOME)
    assert item(Program(tara).get(f"assessments/{walk.public_id}/").json, "E1")["note"] is None
    told = Program(tara).get(f"assessments/{walk.public_id}/fhir/").json
    assert "Loose" not in str(told)
    assert not Hazard.objects.exists()


def test_whoever_walked_is_its_author_and_what_was_answered_again_is_amended(anna: Patient) -> None:
    tara = make_therapist("Tara")
    make_link(anna, tara, Scope.HOME, Scope.NOTES)
    walk = submit(answer(begin(anna, by=tara), "E1", Word.NEEDS_WORK, by=tara), by=tara)
    place = f"assessments/{walk.public_id}/fhir/"

    def said() -> Any:
        return Program(tara).get(place).json["entry"][1]["resource"]

    assert said()["author"]["type"] == "Practitioner"
    assert said()["author"]["identifier"]["value"] == str(tara.public_id)
    assert said()["status"] == "completed"
    sent_back(walk, tara, "E1")
    assert said()["status"] == "in-progress"
    submit(answer(fresh(walk), "E1", Word.OK))
    told = Program(tara).get(place).json
    assert told["entry"][1]["resource"]["status"] == "amended"
    Bundle.model_validate(told)
    own = submit(answer(begin(anna), "G1", Word.OK))
    told = Program(tara).get(f"assessments/{own.public_id}/fhir/").json
    reference = {"type": "Patient", "reference": f"Patient/{anna.public_id}"}
    assert told["entry"][1]["resource"]["author"] == reference


def test_a_list_of_walks_asks_the_database_as_often_as_one_walk_does(
    anna: Patient, theo: User, django_assert_num_queries: Any
) -> None:
    program = Program(theo)
    sent_walk(anna, "E1", ok=["G1"])
    program.get("assessments/", patient=anna.public_id)  # the first read of a day is written down
    with CaptureQueriesContext(connection) as once:
        program.get("assessments/", patient=anna.public_id)
    for _another in range(3):
        sent_walk(anna, "E1", ok=["G1"])
    with django_assert_num_queries(len(once)):
        told = program.get("assessments/", patient=anna.public_id).json
    assert [item(one, "E1")["answer"] for one in told["results"]] == ["needs_work"] * 4
