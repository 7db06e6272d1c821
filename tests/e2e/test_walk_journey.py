"""A newcomer's ten-minute walk, from My home to what is to be done, on a small phone with a network."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.domain.vocabulary import Scope
from checklists.domain.assessments import State
from checklists.models import Answer, Assessment
from tests.checklists.walks import home_checklist
from tests.e2e.conftest import OpenPhone
from tests.e2e.phone import Phone
from tests.e2e.walked import FINE, NEEDS_WORK, NOT_SURE, Walker, picture
from tests.people import make_link, make_patient, make_therapist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("FALLRISK_PICTURES", "")
MOST_TAPS = 40
MOST_HEIGHT = 64  # pixels of one choice in one line
QUICK = 12
NEED_WORDS = {3: NEEDS_WORK, 7: NOT_SURE, 9: NEEDS_WORK}


def pictured(phone: Phone, name: str) -> None:
    if not PICTURES:
        return
    for mode in ("light", "dark"):
        phone.page.emulate_media(color_scheme=mode)
        phone.page.screenshot(path=Path(PICTURES) / f"shell-{name}-{mode}.png", full_page=True)
    phone.page.emulate_media(color_scheme="light")
    phone.page.evaluate("document.documentElement.style.fontSize = '200%'")
    phone.page.screenshot(path=Path(PICTURES) / f"shell-{name}-200.png", full_page=True)
    phone.page.evaluate("document.documentElement.style.fontSize = ''")


def test_a_newcomer_finishes_the_quick_walk_in_forty_taps_without_typing(phone_of: OpenPhone) -> None:
    anna = make_patient("Anna")
    home_checklist()
    phone = phone_of(anna.user)
    walker = Walker(phone)
    phone.open("/my-home/")
    walker.tap(phone.button(f"Ten minutes: {QUICK} questions"))
    for number in range(1, QUICK + 1):
        walker.is_asked(number, QUICK)
        pictured(phone, f"item-{number}") if number in (1, 2) else None
        walker.answers(NEED_WORDS.get(number, FINE))
        if number in NEED_WORDS:
            pictured(phone, f"details-{number}") if number == 3 else None
            walker.goes_on()
    phone.sees(f"All {QUICK} answered.")
    pictured(phone, "rooms")
    walker.tap(phone.button("Finish the walk"))
    phone.is_at("The walk is sent")
    pictured(phone, "sent")
    assert walker.taps <= MOST_TAPS, walker.taps
    assert Assessment.objects.get().state == State.SUBMITTED
    assert Answer.objects.count() == QUICK
    walker.tap(phone.link("My home").last)
    phone.sees("Make my home safer")


def test_the_choice_of_wifi_leaves_room_for_the_note(phone_of: OpenPhone, tmp_path: Path) -> None:
    anna = make_patient("Anna")
    home_checklist()
    walker = Walker(phone_of(anna.user))
    walker.phone.open("/my-home/")
    walker.tap(walker.phone.button(f"Ten minutes: {QUICK} questions"))
    walker.is_asked(1, QUICK)
    walker.answers(NEEDS_WORK)
    walker.adds([picture(tmp_path)])
    box = walker.phone.page.locator("label", has_text="Send photos on Wi-Fi only").bounding_box()
    assert box is not None
    assert box["height"] <= MOST_HEIGHT


def test_a_browser_that_opens_the_walk_first_asks_what_suits_them_and_names_the_therapist(
    phone_of: OpenPhone,
) -> None:
    anna = make_patient("Anna", aids=["manual_wheelchair"])
    make_link(anna, make_therapist("Theo"), Scope.HOME)
    home_checklist()
    phone = phone_of(anna.user)
    walker = Walker(phone)
    phone.open("/walk/#quick")
    walker.is_asked(1, QUICK)
    walker.answers(FINE)
    walker.is_asked(2, QUICK)
    walker.tap(phone.link("Finish later"))
    expect(phone.button("Send it to the therapist")).to_be_visible()
    phone.has_sent_all()
    assert not {"B2", "B5", "B6"} & set(Assessment.objects.get().asked)
