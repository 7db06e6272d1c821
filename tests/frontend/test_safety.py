"""After a fall: safety first. The texts are literal (docs/domain.md 5)."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from frontend.question_flow import QUESTIONS
from frontend.safety_texts import EMERGENCY, EMERGENCY_SIGNS, KEEP_STILL, NOT_WATCHED
from logs.domain.vocabulary import GotUp, MinutesOnFloor
from logs.models import Fall
from tests.people import fall, make_caregiver, make_patient, near_fall, signed_in

pytestmark = pytest.mark.django_db

THINNER = "You told us you take medicine that thins the blood. Any knock to the head needs to be checked"
UNKNOWN = "If you take a blood thinner or an antiplatelet, or have a bleeding disorder, go to an emergency"
NEITHER = "Get medical advice today, and do not stay alone for the next 24 hours."
EMERGENCY_BEGINS = "Call your emergency number now, or ask someone to, if you:"
LEGS = "A swollen, shorter or turned leg"
NOBODY = (
    "This app does not call for help and nobody watches it live. "
    "Your therapist may see this entry days later."
)


def screen(client: Client, one: Fall, *choices: str) -> str:
    """The safety screen after these taps."""
    address = f"/falls/{one.public_id}/safety/"
    for choice in choices:
        answer = client.post(address, {"choice": choice, "op_id": uuid4()})
        assert (answer.status_code, answer.headers["Location"]) == (302, address)
    return " ".join(client.get(address).content.decode().split())


def test_the_first_screen_asks_one_thing_and_says_that_nobody_watches() -> None:
    anna = make_patient(emergency_number="911")
    page = screen(signed_in(anna.user), fall(anna))
    assert "Are you hurt?" in page
    assert 'href="tel:911"' in page
    assert "Calls 911" in page
    assert NOBODY in page
    for words in (
        "I need help now",
        "I cannot get up",
        "I hit my head",
        "I blacked out or cannot remember",
        "Bad pain, or I cannot stand as I usually can",
        "New weakness, numbness, trouble with speech or sight",
        "I am all right",
    ):
        assert words in page
    assert EMERGENCY_BEGINS not in page


def test_no_question_is_titled_like_this_screen() -> None:
    titles = {str(title) for question in QUESTIONS for title in (question.title, question.title_about)}
    assert not titles & {"Are you hurt?", "Is %(name)s hurt?"}


def test_help_dials_the_installations_number_where_the_patient_has_none(settings: Settings) -> None:
    settings.EMERGENCY_NUMBER = "999"
    anna = make_patient()
    assert 'href="tel:999"' in screen(signed_in(anna.user), fall(anna))


def test_a_number_is_dialled_without_its_spaces() -> None:
    anna = make_patient(person_name="Carl", person_number="+49 (170) 123-45")
    page = screen(signed_in(anna.user), fall(anna), "cannot_get_up")
    assert 'href="tel:+4917012345"' in page
    assert "Call Carl" in page


def test_i_am_all_right_leads_to_the_questions() -> None:
    anna = make_patient()
    one = fall(anna)
    assert f'href="/falls/{one.public_id}/questions/floor/"' in screen(signed_in(anna.user), one)


@pytest.mark.parametrize("choice", ["blackout", "pain", "weakness"])
def test_signs_of_danger_show_the_emergency_text(choice: str) -> None:
    anna = make_patient()
    page = screen(signed_in(anna.user), fall(anna), choice)
    for words in (EMERGENCY, KEEP_STILL, *EMERGENCY_SIGNS):
        assert str(words.own) in page
    assert "Anything else?" in page
    assert "Nothing else" in page
    assert str(NOT_WATCHED.own) in page
    assert f'name="choice" value="{choice}"' not in page


@pytest.mark.parametrize(
    ("choice", "sign"),
    [
        ("blackout", "blacked out, or cannot remember the fall"),
        ("pain", "cannot put weight on a leg that usually holds you"),
        ("weakness", "have new weakness, numbness, trouble speaking or seeing"),
        ("head", "have chest pain or trouble breathing"),
    ],
)
def test_what_was_chosen_stands_first_in_the_emergency_list(choice: str, sign: str) -> None:
    anna = make_patient()
    page = screen(signed_in(anna.user), fall(anna), choice)
    listed = re.findall("<li>(.*?)</li>", page[page.index(EMERGENCY_BEGINS) :])
    assert listed[0] == sign
    # The others keep their order.
    own = [str(words.own) for words in EMERGENCY_SIGNS]
    assert listed[1:] == [words for words in own if words != sign]


@pytest.mark.parametrize(("thinner", "text"), [("yes", THINNER), ("unknown", UNKNOWN), ("no", NEITHER)])
def test_the_head_text_depends_on_blood_thinners_and_the_emergency_list_follows(
    thinner: str, text: str
) -> None:
    anna = make_patient(blood_thinner=thinner)
    page = screen(signed_in(anna.user), fall(anna), "head")
    assert page.index(text) < page.index(EMERGENCY_BEGINS)
    assert [other for other in (THINNER, UNKNOWN, NEITHER) if other in page] == [text]
    assert ("do not stay alone for the next 24 hours" in page) is (thinner != "yes")


def test_who_cannot_get_up_may_call_their_person_first() -> None:
    anna = make_patient(person_name="Carl", person_number="0170 1")
    page = screen(signed_in(anna.user), fall(anna), "cannot_get_up")
    assert page.index("Call Carl") < page.index("Call 112")
    assert (
        "Keep warm, shift your weight if you can; if nobody is coming, or it has been near an hour, call"
        in page
    )


def test_the_strongest_text_wins_and_the_others_stay() -> None:
    anna = make_patient()
    page = screen(signed_in(anna.user), fall(anna), "cannot_get_up", "head", "pain")
    assert page.index(EMERGENCY_BEGINS) < page.index(UNKNOWN) < page.index("Keep warm, shift your weight")
    assert page.count(EMERGENCY_BEGINS) == 1
    # The list may stand on either side of the text that names it.
    assert "if any of the signs listed here appears." in page
    assert "below" not in page


def test_what_has_a_field_becomes_an_answer_of_the_fall() -> None:
    anna = make_patient()
    one = fall(anna)
    screen(signed_in(anna.user), one, "head", "blackout", "cannot_get_up", "pain")
    one.refresh_from_db()
    assert (one.head_strike, one.blackout, one.got_up) == ("yes", "yes", "could_not")
    assert one.version == 4


def test_the_texts_are_there_again_on_another_phone() -> None:
    anna = make_patient()
    one = fall(anna)
    screen(signed_in(anna.user), one, "head")
    assert UNKNOWN in screen(signed_in(anna.user), one)


def test_no_choice_stands_in_the_address() -> None:
    anna = make_patient()
    client, one = signed_in(anna.user), fall(anna)
    answer = client.post(f"/falls/{one.public_id}/safety/", {"choice": "pain"}, follow=True)
    assert [address for address, _status in answer.redirect_chain] == [f"/falls/{one.public_id}/safety/"]


def test_after_the_texts_the_questions_leave_out_what_is_known() -> None:
    anna = make_patient()
    client, one = signed_in(anna.user), fall(anna)
    screen(client, one, "head")
    page = client.get(f"/falls/{one.public_id}/questions/hurt/").content.decode()
    assert "Any knock to the head?" not in page
    assert "Blacked out, or cannot remember?" in page


@pytest.mark.parametrize(
    ("profile", "at_once"),
    [
        ({"numb_legs": "yes"}, True),
        ({"aids": ["manual_wheelchair"], "numb_legs": "no"}, True),
        ({"numb_legs": "unknown"}, False),
    ],
)
def test_legs_that_do_not_feel_get_their_text(profile: dict[str, Any], at_once: bool) -> None:
    anna = make_patient(**profile)
    client, one = signed_in(anna.user), fall(anna)
    assert (LEGS in screen(client, one)) is at_once
    assert LEGS in screen(client, one, "head")


def test_legs_that_feel_need_no_text() -> None:
    anna = make_patient(numb_legs="no")
    assert LEGS not in screen(signed_in(anna.user), fall(anna), "head")


def test_a_pump_has_its_own_warning() -> None:
    pump = "with a baclofen pump: sudden stiffness, itching, fever, confusion or a pump alarm."
    anna, bert = make_patient("Anna", baclofen_pump="yes"), make_patient("Bert", baclofen_pump="no")
    assert pump in screen(signed_in(anna.user), fall(anna))
    assert pump not in screen(signed_in(bert.user), fall(bert))


def test_a_caregiver_reads_about_the_patient_in_the_third_person() -> None:
    anna = make_patient("Anna", blood_thinner="yes")
    carl = make_caregiver(anna)
    page = screen(signed_in(carl), fall(anna, by=carl), "head", "blackout")
    assert "or ask someone to, if Anna:" in page
    assert "Anna takes medicine that thins the blood." in page
    assert "Anna hit their head" in page
    assert "keeps being sick" in page
    assert "keep being sick" not in page
    assert "I hit my head" not in page


def test_a_near_fall_has_no_safety_screen() -> None:
    anna = make_patient()
    one = near_fall(anna)
    answer = signed_in(anna.user).get(f"/falls/{one.public_id}/safety/")
    assert answer.headers["Location"] == f"/falls/{one.public_id}/"


@pytest.mark.parametrize("choice", ["", "over_an_hour", "nonsense", "\0", "x" * 100_000])
def test_a_choice_that_is_none_is_told_in_words(choice: str) -> None:
    anna = make_patient()
    one = fall(anna)
    answer = signed_in(anna.user).post(f"/falls/{one.public_id}/safety/", {"choice": choice})
    assert answer.status_code == 422
    assert "Choose what fits best." in answer.content.decode()
    assert "I hit my head" in answer.content.decode()


def test_two_different_taps_of_one_page_both_count() -> None:
    anna = make_patient()
    client, one, op_id = signed_in(anna.user), fall(anna), str(uuid4())
    for choice in ("head", "blackout", "head"):
        client.post(f"/falls/{one.public_id}/safety/", {"choice": choice, "op_id": op_id})
    one.refresh_from_db()
    assert (one.head_strike, one.blackout) == ("yes", "yes")


def test_a_session_remembers_the_last_few_falls_only() -> None:
    anna = make_patient()
    client = signed_in(anna.user)
    for _ in range(7):
        screen(client, fall(anna), "pain")
    assert len(client.session["safety"]) == 5


def test_a_session_forgets_a_fall_whose_questions_are_over() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    screen(client, one, "pain")
    assert "pain" in str(client.session["safety"])
    client.post(f"/falls/{one.public_id}/questions/note/", {"op_id": uuid4(), "version": 1})
    assert client.session["safety"] == {}


def test_a_mistaken_choice_is_taken_back_with_the_answer_it_set() -> None:
    anna = make_patient()
    client, one = signed_in(anna.user), fall(anna, got_up=GotUp.ALONE)
    page = screen(client, one, "head", "cannot_get_up", "pain")
    assert "I did not mean this: I hit my head" in page
    for choice in ("head", "cannot_get_up", "pain"):
        client.post(f"/falls/{one.public_id}/safety/", {"not_meant": choice, "op_id": uuid4()})
    one.refresh_from_db()
    assert (one.head_strike, one.got_up) == (None, "alone")
    page = screen(client, one)
    assert "Are you hurt?" in page
    assert "I did not mean this" not in page


def test_what_the_questions_told_is_not_taken_back_here() -> None:
    anna = make_patient()
    page = screen(signed_in(anna.user), fall(anna, minutes_on_floor=MinutesOnFloor.OVER_60))
    assert "Over an hour on the floor" in page
    assert "I did not mean this" not in page


@pytest.mark.parametrize(
    ("slug", "answer", "words"),
    [
        ("hurt", {"injuries": ["head_injury"]}, "I hit my head"),
        ("landing", {"landing": "head"}, "I hit my head"),
        ("happened", {"mechanisms": ["blacked_out"]}, "I blacked out or cannot remember"),
    ],
)
def test_an_answer_that_tells_of_a_head_or_a_blackout_leads_back_to_its_text(
    slug: str, answer: dict[str, object], words: str
) -> None:
    anna = make_patient("Anna")
    client, known = signed_in(anna.user), fall(anna)
    page = client.post(f"/falls/{known.public_id}/questions/{slug}/", answer, follow=True)
    assert page.redirect_chain[-1][0] == f"/falls/{known.public_id}/safety/"
    assert words in page.content.decode()
