"""What a person told their device: no motion, colours of their own, paper."""

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.vocabulary import Scope
from tests.checklists.walks import sent_walk
from tests.e2e.conftest import OpenPage, OpenPhone
from tests.e2e.household import make_household
from tests.people import fall, make_link, make_patient, make_therapist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  const lasts = style.transitionDuration.split(",").some((time) => parseFloat(time) > 0);
  return lasts || style.animationName !== "none" || style.scrollBehavior === "smooth";
}).map((element) => element.outerHTML.slice(0, 120))"""


def test_nothing_moves_for_somebody_who_asked_for_less_motion(phone_of: OpenPhone) -> None:
    phone = phone_of(make_patient("Anna").user, reduced_motion="reduce")
    phone.open("/")
    assert phone.page.evaluate(MOVING) == []
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    assert phone.page.evaluate(MOVING) == []
    phone.tap(phone.button("I am all right"))
    phone.sees("Question 1 of 13")
    phone.tap(phone.chip("Yes"))
    assert phone.page.evaluate(MOVING) == []
    assert phone.page.evaluate("document.getAnimations().length") == 0


def test_the_call_has_a_thicker_border_than_the_choices_in_forced_colours(phone_of: OpenPhone) -> None:
    anna = make_patient("Anna")
    phone = phone_of(anna.user, forced_colors="active")
    phone.open(f"/falls/{fall(anna).public_id}/safety/")
    call, choice = (
        phone.page.locator(found).first.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth)")
        for found in (".choice-urgent", ".choice:not(.choice-urgent)")
    )
    assert call >= 2 * choice


def test_a_chosen_answer_and_the_focus_are_seen_in_forced_colours(phone_of: OpenPhone) -> None:
    anna = make_patient("Anna")
    phone = phone_of(anna.user, forced_colors="active")
    phone.open(f"/falls/{fall(anna).public_id}/questions/floor/")
    assert not outlined(phone.page, ".chip:has(:checked)")
    phone.tap(phone.chip("Yes"))
    expect(phone.page.get_by_label("Yes")).to_be_checked()
    phone.tap(phone.page.locator("h1"))
    assert outlined(phone.page, ".chip:has(:checked)")
    assert not outlined(phone.page, ".chip:not(:has(:checked))")
    phone.tab_to(phone.button("Next"))
    phone.open("/diary/")
    assert outlined(phone.page, ".places [aria-current]")


def test_rates_on_paper_have_their_numbers_and_no_navigation(phone_of: OpenPhone) -> None:
    people = make_household()
    phone = phone_of(people.anna.user, width=794, height=1123)
    phone.open("/rates/")
    places = phone.page.get_by_role("navigation")
    expect(places).to_be_visible()
    table = phone.page.locator("table").filter(has_text="By calendar month")
    expect(table).not_to_be_visible()

    phone.page.emulate_media(media="print")
    expect(places).to_have_count(0)
    expect(phone.page.locator(".places")).not_to_be_visible()
    expect(phone.page.get_by_text("Show the numbers")).not_to_be_visible()
    expect(phone.page.locator(".figure-number")).to_be_visible()
    expect(phone.page.locator(".chart:visible").first).to_be_visible()
    assert phone.page.evaluate("document.querySelector('.table').getBoundingClientRect().height > 0"), (
        "the numbers are not on paper"
    )
    assert not phone.page.evaluate(
        "[...document.querySelectorAll('.table-scroll')].some((box) => box.scrollWidth > box.clientWidth)"
    ), "a table is cut off at the edge of the paper"


def test_a_home_and_its_review_on_paper_have_what_was_found_and_nothing_to_press(
    open_as: OpenPage,
) -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo, Scope.HOME, Scope.NOTES)
    room = f"/reviews/{sent_walk(anna, 'E1').public_id}/rooms/bathroom/"
    for person, address, found in (
        (anna.user, "/my-home/", "rail"),
        (theo, room, "Needs work"),
        (theo, "/patients/", "Home walk waits for a review"),
    ):
        page = open_as(person, width=794, height=1123)
        page.goto(address)
        page.emulate_media(media="print")
        expect(page.locator(f"#screen :not(option):text('{found}'):visible").first).to_be_visible()
        for what in ("button", "textarea", "select", "kbd"):
            expect(page.locator(f"#screen {what}:visible")).to_have_count(0)


def outlined(page: Page, selector: str) -> bool:
    """Whether something of that kind is there with a line around it."""
    return bool(
        page.evaluate(
            """(selector) => [...document.querySelectorAll(selector)].some((element) => {
              const style = getComputedStyle(element);
              return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
            })""",
            selector,
        )
    )
