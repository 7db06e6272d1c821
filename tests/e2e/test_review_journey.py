"""A therapist reviews a whole home without touching the mouse, and the patient sees what came of it."""

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.domain.vocabulary import Scope
from accounts.models import Patient, User
from accounts.services.care_links import end_care_link
from checklists.domain.vocabulary import Answer, Room, Verdict, Walk
from checklists.models import Assessment, Hazard, Recommendation
from tests.checklists.walks import answer, begin, fresh, photo_of, sent_walk, submit
from tests.e2e.conftest import OpenPage
from tests.people import make_link, make_patient, make_therapist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {"E1": Answer.NEEDS_WORK, "G1": Answer.NEEDS_WORK, "K2": Answer.NOT_SURE, "B1": Answer.NOT_IN_HOME}

ROOMS_BEFORE_THE_BATHROOM = [*Room][: [*Room].index(Room.BATHROOM)]
# Where set, the journey leaves its pictures there, for people to look at.
PICTURES = os.environ.get("FALLRISK_PICTURES", "")


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"review-{name}.png", full_page=True)


@pytest.fixture
def theo_and_anna() -> tuple[User, Patient]:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo, Scope.HOME, Scope.PHOTOS, Scope.NOTES, Scope.FALLS)
    return theo, anna


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def is_at(page: Page, code: str) -> None:
    """On that item, and the keys of the page are there."""
    expect(page.locator("row-keys:defined")).to_be_attached()
    page.wait_for_function("id => document.activeElement.id === id", arg=f"item-{code}")


def accept_the_room(page: Page) -> None:
    """A whole room at once, then the next one."""
    heading = page.get_by_role("heading", level=1)
    before = heading.inner_text()
    page.keyboard.press("A")
    expect(page.locator("[data-room][data-key=A]")).to_have_count(0)
    # What just came is the page's own once the focus is on it; a link of it before that is the browser's.
    page.wait_for_function("() => document.activeElement !== document.body")
    page.keyboard.press("n")
    expect(heading).not_to_have_text(before)
    page.wait_for_function("() => document.activeElement.matches('[data-row]')")


def test_a_whole_home_is_reviewed_by_keyboard(theo_and_anna: tuple[User, Patient], open_as: OpenPage) -> None:
    theo, anna = theo_and_anna
    walk = begin(anna, Walk.FULL)
    photo_of(walk, "E1")
    for code in walk.asked:
        walk = answer(walk, code, WORDS.get(code, Answer.OK), "Only the towel bar." if code == "E1" else "")
    walk = submit(walk)
    page = open_as(theo, width=1280, height=900)
    page.goto("/reviews/")
    page.get_by_role("link", name="Anna").press("Enter")
    is_at(page, "A1")

    # j and k go along the room, a accepts and goes on, u takes it back, ? shows the keys.
    page.keyboard.press("j")
    assert focused(page) == "item-A2"
    page.keyboard.press("k")
    page.keyboard.press("a")
    is_at(page, "A2")
    page.keyboard.press("k")
    page.keyboard.press("u")
    expect(page.get_by_text("Accepted by Theo")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_text("Next and previous question")).to_be_visible()
    picture(page, "keys")

    for _room in ROOMS_BEFORE_THE_BATHROOM:
        accept_the_room(page)

    # In the bathroom there are a photo and a note, and a hazard that gets its advice.
    is_at(page, "E1")
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    expect(page.get_by_text("Only the towel bar.")).to_be_visible()
    picture(page, "bathroom")
    page.keyboard.press("h")
    expect(page.get_by_label("What do you advise?")).to_be_visible()
    page.get_by_label("What do you advise?").fill("A rail left of the toilet. I will bring one.")
    page.get_by_role("button", name="Put it on the list").press("Enter")
    expect(page.get_by_text("The advice is on the list.")).to_be_visible()
    page.locator("#item-E1").focus()
    page.keyboard.press("r")
    page.keyboard.type("Which side is stronger?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Returned by Theo")).to_be_visible()
    picture(page, "returned")
    page.locator("#item-E2").focus()
    page.keyboard.press("b")
    expect(page.get_by_text("Sent back with your questions.")).to_be_visible()

    assert fresh(walk).state == "returned"
    assert Recommendation.objects.get().text == "A rail left of the toilet. I will bring one."
    verdicts = dict(walk.answers.values_list("item__code", "verdict"))
    assert verdicts["E1"] == Verdict.RETURNED
    assert verdicts["A1"] == Verdict.ACCEPTED
    assert Hazard.objects.get(code="E1").is_open


@pytest.mark.parametrize("width", [360, 1280])
def test_a_question_that_was_left_empty_is_asked_for_where_it_is_written(
    width: int, theo_and_anna: tuple[User, Patient], open_as: OpenPage
) -> None:
    theo, anna = theo_and_anna
    walk = sent_walk(anna, "E1", ok=["E3"])
    page = open_as(theo, width=width, height=640)
    page.goto("/reviews/")
    page.get_by_role("link", name="Anna").press("Enter")
    is_at(page, "E1")
    page.keyboard.press("r")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Write what you would like to know.")).to_be_visible()
    page.wait_for_function("() => document.activeElement.id === 'question-E1'")
    expect(page.locator("#question-E1")).to_be_in_viewport(ratio=0.9)
    # What is typed now is text, not a key of the review that makes a hazard.
    page.keyboard.type("He holds what?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Returned by Theo")).to_be_visible()
    assert walk.answers.get(item__code="E1").question == "He holds what?"


def test_the_second_therapist_is_told_and_finds_what_she_had_typed(
    theo_and_anna: tuple[User, Patient], open_as: OpenPage
) -> None:
    theo, anna = theo_and_anna
    tina = make_therapist("Tina")
    make_link(anna, tina, Scope.HOME)
    walk = sent_walk(anna, "E1", ok=["E3"])
    address = f"/reviews/{walk.public_id}/rooms/bathroom/"
    theos, tinas = open_as(theo, width=1280), open_as(tina, width=1280)
    theos.goto(address)
    tinas.goto(address)
    theos.locator("#item-E1").get_by_role("button", name="Accept").click()
    expect(theos.get_by_text("Accepted by Theo")).to_be_visible()
    item = tinas.locator("#item-E1")
    item.get_by_text("Return with a question").click()
    item.get_by_label("What would you like to know?").fill("Is it loose?")
    item.get_by_role("button", name="Return", exact=True).click()
    expect(tinas.get_by_text("Theo, occupational therapist accepted this meanwhile")).to_be_visible()
    expect(item.get_by_label("What would you like to know?")).to_have_value("Is it loose?")
    assert walk.answers.get(item__code="E1").verdict == "accepted"


def test_what_was_revoked_while_the_page_was_open_is_refused_and_shows_nothing(
    theo_and_anna: tuple[User, Patient], open_as: OpenPage
) -> None:
    theo, anna = theo_and_anna
    walk = sent_walk(anna, "E1", ok=["E3"])
    page = open_as(theo, width=1280)
    page.goto(f"/reviews/{walk.public_id}/rooms/bathroom/")
    link = anna.care_links.get()
    end_care_link(care_link=link, by=anna.user, now=timezone.now())
    page.locator("#item-E1").get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Bathroom")
    expect(page.get_by_text("Only the towel bar")).to_have_count(0)
    assert Assessment.objects.get(pk=walk.pk).answers.get(item__code="E1").verdict is None
