"""One question a screen: each may be skipped, each is saved when it is left, nothing typed is lost."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from frontend.question_flow import QUESTIONS
from logs.domain.vocabulary import Place
from logs.models import DiaryDay, Fall
from logs.services.falls import FallChange, amend_fall, finish_fall, withdraw_fall
from tests.people import fall, make_caregiver, make_patient, near_fall, sent, signed_in

pytestmark = pytest.mark.django_db
# Half past eight on a Sunday evening in Berlin.
NOW = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def address(one: Fall, slug: str) -> str:
    return f"/falls/{one.public_id}/questions/{slug}/"


def answer(client: Client, one: Fall, slug: str, **fields: object) -> str:
    """Presses Next with these answers; returns where the person is led."""
    one.refresh_from_db()
    response = client.post(address(one, slug), {"base": one.version, "op_id": uuid4(), **fields})
    assert response.status_code == 302, response.content.decode()
    one.refresh_from_db()
    return response.headers["Location"]


def refused(client: Client, one: Fall, slug: str, **fields: object) -> str:
    response = client.post(address(one, slug), {"base": one.version, "op_id": uuid4(), **fields})
    assert response.status_code == 422
    return " ".join(response.content.decode().split())


def test_every_question_of_a_fall_can_be_skipped_and_the_last_one_finishes() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    asked, at = [], address(one, "floor")
    while at != "/":
        slug = at.split("/")[-2]
        asked.append(slug)
        at = answer(client, one, slug)
    assert asked == [question.slug for question in QUESTIONS if question.slug != "care"]
    assert len(asked) == 13
    assert one.version == 1
    assert one.finished_at == NOW


def test_a_near_fall_is_asked_less() -> None:
    anna = make_patient()
    one, client = near_fall(anna), signed_in(anna.user)
    asked, at = [], address(one, "when")
    while at != "/":
        slug = at.split("/")[-2]
        asked.append(slug)
        at = answer(client, one, slug)
    assert asked == ["when", "where", "doing", "happened", "symptoms", "triggers", "aid", "footwear", "note"]


def test_each_screen_says_which_question_it_is() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    page = " ".join(client.get(address(one, "where")).content.decode().split())
    assert 'Question 4 of 13. <span class="skips">Next skips it.</span>' in page
    assert "Where were you?" in page


def test_each_answer_is_saved_when_it_is_left() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    answer(client, one, "where", place="kitchen")
    answer(client, one, "symptoms", symptoms=["fatigue", "weakness"])
    answer(client, one, "triggers", triggers=["hurry"])
    answer(client, one, "aid", aids_in_use=["cane"], aid_left_unused="yes")
    answer(client, one, "footwear", footwear="socks")
    answer(client, one, "getting-up", got_up="with_help", minutes_on_floor="1_to_10")
    answer(client, one, "note", note="A wet mat.")
    assert (one.place, one.symptoms, one.triggers) == ("kitchen", ["fatigue", "weakness"], ["hurry"])
    assert (one.aids_in_use, one.aid_left_unused, one.footwear) == (["cane"], True, "socks")
    assert (one.got_up, one.minutes_on_floor, one.note) == ("with_help", "1_to_10", "A wet mat.")
    assert one.version == 8


def test_finish_later_saves_this_screen_and_goes_home() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    assert answer(client, one, "where", place="stairs", then="later") == "/"
    assert (one.place, one.finished_at) == ("stairs", None)
    assert address(one, "doing") in client.get("/").content.decode()


def test_care_is_asked_where_something_hurts() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    assert answer(client, one, "hurt", injuries=["none"]) == address(one, "where")
    assert answer(client, one, "hurt", injuries=["bruise"]) == address(one, "care")
    answer(client, one, "care", care=["self_care"])
    assert one.injury_grade == "moderate"


def test_a_knock_to_the_head_told_here_shows_the_safety_text_first() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    assert answer(client, one, "hurt", head_strike="yes") == f"/falls/{one.public_id}/safety/"
    page = client.get(f"/falls/{one.public_id}/safety/").content.decode()
    assert "go to an emergency" in page
    assert f'href="{address(one, "care")}"' in page


def test_over_an_hour_on_the_floor_shows_its_text() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    at = answer(client, one, "getting-up", minutes_on_floor="over_60")
    assert "Get medical advice now." in client.get(at).content.decode()


def test_not_on_the_floor_makes_it_a_near_fall_and_asks_for_falls() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    assert answer(client, one, "floor", landed_on_floor="no") == address(one, "when")
    assert (one.kind, one.version) == ("near_fall", 2)
    page = client.get("/").content.decode()
    assert "Saved as a near fall." in page
    assert "Any falls today?" in page
    assert DiaryDay.objects.get(patient=anna).state == "unknown"


def test_a_near_fall_that_ended_on_the_floor_meets_the_safety_screen() -> None:
    anna = make_patient()
    one, client = near_fall(anna), signed_in(anna.user)
    assert answer(client, one, "floor", landed_on_floor="yes") == f"/falls/{one.public_id}/safety/"
    assert one.kind == "fall"


@pytest.mark.parametrize(
    ("slug", "fields", "words"),
    [
        ("where", {"place": "moon"}, "Choose one of these answers."),
        ("where", {"place": "\0"}, "Choose one of these answers."),
        ("floor", {"landed_on_floor": "maybe"}, "Choose one of these answers."),
        ("hurt", {"injuries": ["none", "cut"]}, "Choose either none or the ones that apply, not both."),
        ("hurt", {"injuries": ["cut", "soul"]}, "Choose one of these answers."),
        ("triggers", {"triggers": ["x" * 100_000]}, "Choose one of these answers."),
        ("note", {"note": "a\0b"}, "This text has a character that cannot be kept."),
        ("note", {"note": "x" * 2001}, "This text is too long. Keep it to 2,000 characters."),
        ("note", {"note": "é" * 400_000}, "This text is too long."),
    ],
)
def test_a_wrong_answer_is_told_in_words_and_stays(slug: str, fields: dict[str, object], words: str) -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    page = refused(client, one, slug, **fields)
    assert words in page
    if slug == "note":
        assert str(fields["note"])[-1] in page
    one.refresh_from_db()
    assert one.version == 1


def test_a_note_of_ten_megabytes_is_refused_not_crashed() -> None:
    anna = make_patient()
    one = fall(anna)
    response = signed_in(anna.user).post(address(one, "note"), {"note": "x" * 10_000_000})
    assert response.status_code in {400, 413}


@pytest.mark.parametrize("base", ["", "0", "-1", "x", "9" * 30, "9" * 5000])
def test_a_strange_version_is_no_crash(base: str) -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    response = client.post(address(one, "where"), {"place": "kitchen", "base": base})
    assert response.status_code in {302, 422}


def test_getting_up_does_not_fit_a_near_fall() -> None:
    anna = make_patient()
    one, client = near_fall(anna), signed_in(anna.user)
    assert "nobody ends up on the floor" in refused(client, one, "getting-up", got_up="alone")


def test_what_was_changed_elsewhere_is_shown_with_a_choice() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    change = FallChange(set={"place": Place.BATHROOM}, base=1)
    amend_fall(fall=one, change=change, sent=sent(make_caregiver(anna)))
    page = refused(client, one, "where", place="kitchen")
    assert "This was changed somewhere else" in page
    assert "<dd>Bathroom</dd>" in page
    assert "<dd>Kitchen</dd>" in page
    assert 'name="base" value="2"' in page
    answer(client, one, "where", place="kitchen")
    assert (one.place, one.version) == ("kitchen", 3)


def test_different_answers_from_two_phones_are_both_kept() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    page = {"base": 1, "op_id": uuid4(), "aids_in_use": ["cane"]}
    answer(client, one, "aid", aid_left_unused="no")
    assert client.post(address(one, "aid"), page).status_code == 302
    one.refresh_from_db()
    assert (one.aids_in_use, one.aid_left_unused) == (["cane"], False)


def test_back_and_another_answer_on_the_same_page_is_a_change_of_mind() -> None:
    anna = make_patient()
    one, client, op_id = fall(anna), signed_in(anna.user), uuid4()
    for place in ("kitchen", "bathroom", "bathroom"):
        page = {"base": 1, "op_id": op_id, "place": place}
        assert client.post(address(one, "where"), page).status_code == 302
    one.refresh_from_db()
    assert one.place == "bathroom"


def test_an_answer_can_be_taken_back() -> None:
    anna = make_patient()
    one, client = fall(anna, place=Place.KITCHEN), signed_in(anna.user)
    assert "No answer" in client.get(address(one, "where")).content.decode()
    answer(client, one, "where", place="")
    assert one.place is None


def test_what_was_used_most_comes_first() -> None:
    anna = make_patient()
    for ago in range(1, 4):
        fall(anna, at=NOW - timedelta(days=ago), place=Place.STREET)
    fall(anna, at=NOW - timedelta(days=5), place=Place.STAIRS)
    fall(anna, at=NOW - timedelta(days=6), place=Place.ELSEWHERE)
    page = signed_in(anna.user).get(address(fall(anna), "where")).context["form"]
    places = [value for value, _word in page.fields["place"].choices]
    assert places[:3] == ["street", "stairs", "bathroom"]
    assert places[-1] == "elsewhere"


def test_a_question_takes_the_same_queries_however_many_falls() -> None:
    anna = make_patient()
    client = signed_in(anna.user)
    taken = []
    for number in (1, 40):
        for ago in range(number):
            fall(anna, at=NOW - timedelta(hours=7 * ago + number))
        one = Fall.objects.newest_first()[0]
        with CaptureQueriesContext(connection) as queries:
            client.get(address(one, "symptoms"))
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 6


def test_a_finished_fall_is_edited_one_answer_at_a_time() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    finish_fall(fall=one, by=anna.user, now=NOW)
    assert "Leave it as it was" in client.get(address(one, "where")).content.decode()
    assert answer(client, one, "where", place="toilet") == f"/falls/{one.public_id}/"


def test_a_caregiver_is_asked_about_the_patient() -> None:
    anna = make_patient("Anna")
    carl = make_caregiver(anna)
    one, client = fall(anna, by=carl), signed_in(carl)
    assert "Where was Anna?" in client.get(address(one, "where")).content.decode()
    answer(client, one, "where", place="street")
    assert one.versions.get().made_by == carl
    assert answer(client, one, "getting-up", got_up="with_help") == f"/falls/?patient={anna.public_id}"


def test_a_withdrawn_fall_is_not_asked() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    withdraw_fall(fall=one, sent=sent(anna.user))
    for response in (
        client.get(address(one, "where")),
        client.post(address(one, "where"), {"place": "toilet"}),
    ):
        assert response.headers["Location"] == f"/falls/{one.public_id}/"


def test_an_empty_post_is_a_skip() -> None:
    one = fall(make_patient())
    assert signed_in(one.patient.user).post(address(one, "where"), {}).headers["Location"] == address(
        one, "doing"
    )


def test_a_question_that_is_none_is_not_found() -> None:
    anna = make_patient()
    assert signed_in(anna.user).get(address(fall(anna), "shoe-size")).status_code == 404
