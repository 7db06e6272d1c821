"""A clinic's own checklist and advice: chosen by those who manage it, asked of its patients from then on."""

import pytest
from django.test import Client

from accounts.domain.vocabulary import Scope
from accounts.models import Clinic, User
from checklists.models import Checklist, Snippet
from checklists.services.clinic_checklists import checklist_of, follow_new_version
from checklists.services.snippets import snippets_for
from tests.api.client import Program
from tests.checklists.walks import begin, home_checklist
from tests.people import make_clinic, make_link, make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def theo() -> User:
    home_checklist()
    return make_therapist("Theo")


@pytest.fixture
def clinic(theo: User) -> Clinic:
    return make_clinic(by=theo)


def chosen(page: Client, clinic: Clinic, **codes: str) -> int:
    address = f"/clinics/{clinic.public_id}/checklist/"
    items = Checklist.objects.for_everybody().newest().get().items.all()
    told = {item.code: str(item.weight) for item in items} | codes
    return page.post(address, told).status_code


OWN = {
    "room": "bathroom",
    "text": "The door is wide enough for my chair.",
    "why": "A chair that has to be left outside means a walk without it.",
    "fix": "Another hinge. Ask your therapist.",
    "weight": "3",
    "effort": "M",
}


def test_what_is_switched_off_or_weighed_otherwise_is_so_for_new_walks_of_its_patients(
    theo: User, clinic: Clinic
) -> None:
    anna, ben = make_patient("Anna"), make_patient("Ben")
    make_link(anna, theo, Scope.HOME, clinic=clinic)
    before = begin(anna)
    assert chosen(signed_in(theo), clinic, E1="off", G1="1") == 302
    own = checklist_of(anna)
    assert own.items.filter(code="E1").first() is None
    assert own.items.get(code="G1").weight == 1
    assert checklist_of(ben).clinic is None
    before.refresh_from_db()
    assert "E1" in before.asked
    assert before.checklist.items.get(code="G1").weight == 3


def test_what_was_switched_off_can_be_asked_again_and_a_second_save_makes_no_new_version(
    theo: User, clinic: Clinic
) -> None:
    page = signed_in(theo)
    chosen(page, clinic, E1="off")
    chosen(page, clinic)
    chosen(page, clinic)
    assert list(Checklist.objects.filter(clinic=clinic).values_list("version", flat=True)) == [1, 2]
    assert Checklist.objects.filter(clinic=clinic).newest().get().items.filter(code="E1").exists()


def test_a_question_of_its_own_stands_in_its_room_and_no_other_clinic_asks_it(
    theo: User, clinic: Clinic
) -> None:
    page = signed_in(theo)
    assert page.post(f"/clinics/{clinic.public_id}/items/", OWN).status_code == 302
    own = Checklist.objects.filter(clinic=clinic).newest().get()
    assert [item.code for item in own.items.filter(room="bathroom")][-1] == "X1"
    seen = [one["code"] for one in Program(theo).get("checklists/").json["results"]]
    assert seen == [own.code, "home"]
    others = Program(make_therapist("Una")).get("checklists/").json["results"]
    assert [one["code"] for one in others] == ["home"]
    follow_new_version()
    assert Checklist.objects.filter(clinic=clinic).count() == 1


def test_a_question_without_words_is_refused_beside_its_field(theo: User, clinic: Clinic) -> None:
    answer = signed_in(theo).post(f"/clinics/{clinic.public_id}/items/", {**OWN, "text": ""})
    assert answer.status_code == 422
    assert "This needs some words." in answer.content.decode()
    assert OWN["why"] in answer.content.decode()


def test_only_those_who_manage_the_clinic_choose(theo: User, clinic: Clinic) -> None:
    tina = make_therapist("Tina")
    clinic.members.create(account=tina)
    assert chosen(signed_in(tina), clinic, E1="off") == 404
    assert not Checklist.objects.filter(clinic=clinic).exists()


def test_a_snippet_is_offered_where_a_member_advises_and_to_nobody_else(theo: User, clinic: Clinic) -> None:
    page, address = signed_in(theo), f"/clinics/{clinic.public_id}/snippets/"
    assert page.post(address, {"code": "E1", "text": "A rail on the left."}).status_code == 302
    assert page.post(address, {"code": "", "text": "I will come by."}).status_code == 302
    assert page.post(address, {"code": "", "text": " "}).status_code == 422
    assert [one.text for one in snippets_for(theo, "E1")] == ["A rail on the left.", "I will come by."]
    assert [one.text for one in snippets_for(theo, "G1")] == ["I will come by."]
    assert snippets_for(make_therapist("Una"), "E1") == []
    page.post(f"{address}{Snippet.objects.get(code='E1').public_id}/removal/")
    assert [one.text for one in snippets_for(theo, "E1")] == ["I will come by."]
