"""What of Anna's profile others see without a tick of its own, she reads where she lets them in."""

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from accounts.domain.vocabulary import Role, Scope
from accounts.models import Consent, Patient, User
from accounts.services.care_links import invite
from frontend.patient_facts import facts_of
from tests.people import fall, make_caregiver, make_link, make_patient, make_therapist, signed_in

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

# Each fact on a therapist's page, as Anna reads of it: under My people, and in what she agrees to.
NAMED = {
    "Aids": ("aids", "your aids"),
    "Blood thinner": ("blood thinner", "your blood thinner"),
    "Lives alone": ("whether I live alone", "whether you live alone"),
    "Type of MS": ("type of MS", "your type of MS"),
    "Remembered at joining, in no rate": (
        "falls remembered when I joined",
        "the falls you remembered when you joined",
    ),
    # Of the diary, not of the profile.
    "Diary since": ("", ""),
}


def text(answer: "Answer") -> str:
    return bytes(answer.content).decode()


def people(anna: Patient) -> str:
    return text(signed_in(anna.user).get("/people/"))


def test_every_fact_that_theo_reads_is_named_before_anna_agrees_and_among_her_people() -> None:
    anna, theo = make_patient("Anna", ms_type="primary_progressive", lives_alone=True), make_therapist("Theo")
    invitation = text(signed_in(anna.user).get("/people/invitation/?who=therapist-person"))
    agreed_to = invitation[: invitation.index("I agree: make the code")]
    make_link(anna, theo, Scope.FALLS)
    page = text(signed_in(theo).get(f"/patients/{anna.public_id}/"))
    told = people(anna).partition("From my profile:")[2].partition("<")[0]
    for fact, _value in facts_of(anna):
        among_people, in_words = NAMED[fact]
        assert f"<dt>{fact}</dt>" in page
        assert among_people in told
        assert in_words in agreed_to


def test_my_people_say_for_each_what_of_the_profile_they_see() -> None:
    anna = make_patient("Anna")
    make_link(anna, make_therapist("Theo"), Scope.SYMPTOMS)
    make_caregiver(anna, "Carl", Scope.FALLS, Scope.LOG)
    make_caregiver(anna, "Hal", Scope.HOME)
    make_caregiver(anna, "Lou", Scope.NOTES)
    shown = [row.profile for row in signed_in(anna.user).get("/people/").context["has_access"]]
    assert shown == [
        "phone number",
        "aids, blood thinner, numb legs, baclofen pump, emergency number, my person",
        "aids",
        "",
    ]
    assert people(anna).count("From my profile:") == 3


def test_an_open_code_says_it_too() -> None:
    anna = make_patient("Anna")
    invite(patient=anna, now=timezone.now(), role=Role.CAREGIVER, scopes=[Scope.HOME])
    assert "From my profile: aids<" in people(anna)


def test_a_therapist_who_sees_symptoms_alone_has_the_phone_number_and_no_facts() -> None:
    anna, theo = make_patient("Anna", phone="030 1234567", lives_alone=True), make_therapist("Theo")
    make_link(anna, theo, Scope.SYMPTOMS)
    assert "030 1234567" in text(signed_in(theo).get("/patients/"))
    assert signed_in(theo).get(f"/patients/{anna.public_id}/").status_code == 404


def test_who_logs_for_anna_reads_her_numbers_and_advice_that_tells_of_her_blood_thinner() -> None:
    anna = make_patient(
        "Anna",
        blood_thinner="yes",
        emergency_number="911",
        person_name="Piet",
        person_number="030 7654321",
    )
    lou = make_caregiver(anna, "Lou", Scope.LOG)
    page = safety_screen(anna, lou, "head")
    assert "911" in page
    assert "Anna takes medicine that thins the blood." in page
    assert "Piet" in safety_screen(anna, lou, "cannot_get_up")


def safety_screen(anna: Patient, by: User, choice: str) -> str:
    client, place = signed_in(by), f"/falls/{fall(anna, by=by).public_id}/safety/"
    return text(client.post(place, {"choice": choice}, follow=True))


def test_whoever_changes_what_theo_sees_reads_it_again() -> None:
    anna = make_patient("Anna")
    link = make_link(anna, make_therapist("Theo"))
    page = text(signed_in(anna.user).get(f"/people/{link.public_id}/"))
    assert "A therapist sees your phone number." in page


def test_who_agreed_to_words_that_did_not_say_so_finds_the_new_ones() -> None:
    anna = make_patient("Anna")
    Consent.objects.create(account=anna.user, to="sharing", version=1, given_at=timezone.now())
    page = text(signed_in(anna.user).get("/consents/"))
    assert "These words are new." in page
    assert "A therapist sees your phone number." in page
