"""The screens of a walk on a phone: readable in every mode, and whole at 320 px and with large text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.vocabulary import Scope
from checklists.domain.vocabulary import Answer
from checklists.models import Assessment, Photo
from tests.checklists.walks import answer, begin, home_checklist, sent_back, submit
from tests.e2e.conftest import AxeFindings, OpenPage, OpenPhone, TakePhone
from tests.e2e.modes import in_every_mode
from tests.e2e.phone import Phone
from tests.e2e.walked import FINE, NEEDS_WORK, Walker, picture
from tests.people import make_link, make_patient, make_therapist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def screens(page: Page, photo: Path) -> Iterator[str]:
    """Shows one screen after the other, and says its name."""
    page.goto("/walk/")
    phone = Phone(page)
    expect(page.get_by_role("link", name="Ten minutes: 12 questions")).to_be_visible()
    yield "begin"
    page.goto("/walk/#quick")
    phone.sees("1 of 12")
    yield "item"
    phone.button(NEEDS_WORK).click()
    phone.is_at("What needs work?")
    page.locator("input[type=file]").set_input_files(photo)
    expect(page.locator(".photos img")).to_have_count(1)
    yield "details with a photo"
    page.goto("/walk/#")
    phone.sees("1 of 12 answered.")
    yield "rooms"


def test_every_screen_of_a_walk_can_be_read(
    open_as: OpenPage, axe_findings: AxeFindings, tmp_path: Path
) -> None:
    home_checklist()
    page = open_as(make_patient("Anna").user)
    page.context.route("**/api/v1/photos/", lambda route: route.abort())
    wrong = []
    for name in screens(page, picture(tmp_path)):
        for mode, whole in in_every_mode(page):
            wrong += [f"{name}, {mode}: {found}" for found in axe_findings(page, whole=whole)]
    assert not wrong, "\n".join(wrong)


def test_nothing_of_a_walk_is_lost_at_320_pixels_or_with_text_twice_as_large(
    open_as: OpenPage, tmp_path: Path
) -> None:
    home_checklist()
    page = open_as(make_patient("Anna").user, width=320)
    page.context.route("**/api/v1/photos/", lambda route: route.abort())
    too_wide = []
    for name in screens(page, picture(tmp_path)):
        for text in ("100%", "200%"):
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", text)
            if page.evaluate("document.scrollingElement.scrollWidth > window.innerWidth"):
                too_wide.append(f"{name} at {text}")
        page.evaluate("document.documentElement.style.fontSize = ''")
    assert not too_wide, "\n".join(too_wide)


def test_a_photo_that_was_removed_before_it_was_sent_goes_nowhere(
    take_phone: TakePhone, tmp_path: Path
) -> None:
    home_checklist()
    phone = take_phone()
    phone.sign_in(make_patient("Anna").user)
    phone.offline()
    phone.open("/walk/#quick")
    walker = Walker(phone)
    walker.answers(NEEDS_WORK)
    walker.adds(picture(tmp_path, number) for number in (1, 2))
    phone.tap(phone.button("Remove photo 1"))
    expect(phone.page.locator(".photos img")).to_have_count(1)
    phone.offline(is_so=False)
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    assert Photo.objects.count() == 1


def test_a_walk_that_was_begun_on_another_phone_goes_on_where_it_was(phone_of: OpenPhone) -> None:
    anna = make_patient("Anna")
    walk = begin(anna)
    first, second, third = walk.asked[:3]
    answer(answer(walk, first, Answer.OK), second, Answer.OK)
    phone = phone_of(anna.user)
    phone.open("/my-home/")
    phone.tap(phone.link("Go on"))
    phone.sees("2 of 12 answered.")
    phone.link("Go on", exact=True).click()  # the list may be drawn once more, with what the server knows
    Walker(phone).is_asked(3, 12)
    Walker(phone).answers(FINE)
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    assert Assessment.objects.get().answers.filter(item__code=third, answer=Answer.OK).exists()


def test_a_question_of_the_therapist_is_answered_on_the_phone(phone_of: OpenPhone) -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo, Scope.HOME)
    walk = submit(answer(begin(anna), "E1", Answer.NEEDS_WORK))
    sent_back(walk, theo, "E1", "Which side is weaker?")
    phone = phone_of(anna.user)
    phone.open("/walk/")
    phone.sees("Which side is weaker?")
    phone.link("Go on", exact=True).click()
    phone.sees("Which side is weaker?")
    Walker(phone).answers(NEEDS_WORK)
    phone.page.get_by_label("What should be known about it?").fill("The left one.")
    Walker(phone).goes_on()
    Walker(phone).sends()
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    assert Assessment.objects.get().state == "submitted"
    assert Assessment.objects.get().answers.get(item__code="E1").note == "The left one."
