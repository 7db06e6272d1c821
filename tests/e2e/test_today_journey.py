"""A therapist goes through Today without touching the mouse."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.vocabulary import Scope
from caseload.models import Contact
from logs.domain.vocabulary import YesNoUnsure
from tests.e2e.conftest import AxeFindings, OpenPage
from tests.people import fall, make_link, make_patient, make_therapist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Where set, the journey leaves its pictures there, for people to look at.
PICTURES = os.environ.get("FALLRISK_PICTURES", "")


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"today-{name}.png", full_page=True)


@pytest.fixture(params=[360, 768, 1280])
def today(request: pytest.FixtureRequest, open_as: OpenPage) -> Page:
    theo = make_therapist("Theo")
    for name in ("Anna", "Ben"):
        patient = make_patient(name, phone="+44 20 7946 0000")
        make_link(patient, theo, Scope.FALLS, Scope.HOME)
        fall(patient, head_strike=YesNoUnsure.YES)
    page = open_as(theo, width=request.param, height=800)
    page.goto("/patients/")
    picture(page, str(request.param))
    return page


def test_a_contact_is_recorded_by_keyboard(today: Page, axe_findings: AxeFindings) -> None:
    assert axe_findings(today) == []
    today.locator("[data-row]").first.focus()
    today.keyboard.press("j")
    expect(today.locator("[data-row]:focus")).to_have_attribute("aria-label", "Ben")
    today.keyboard.press("k")
    expect(today.locator("[data-row]:focus")).to_have_attribute("aria-label", "Anna")
    today.keyboard.press("c")
    expect(today.get_by_role("heading", level=1)).to_have_text("Contacts with Anna")
    assert axe_findings(today) == []
    today.get_by_label("Reached", exact=True).check()
    today.get_by_role("button", name="Record the contact").focus()
    today.keyboard.press("Enter")
    expect(today.get_by_role("heading", level=1)).to_contain_text("1 person to look at")
    assert Contact.objects.get().outcome == "reached"
    assert vars(today)["complaints"] == []


@pytest.mark.parametrize(("key", "heading"), [("c", "Contacts with Ben"), ("o", "Fall"), ("Enter", "Ben")])
def test_enter_opens_the_link_that_has_the_focus(today: Page, key: str, heading: str) -> None:
    today.locator(f"a[data-key={key}]").nth(1).focus()
    today.keyboard.press("Enter")
    expect(today.get_by_role("heading", level=1)).to_contain_text(heading)


def test_enter_opens_the_list_of_keys_and_no_patient(today: Page) -> None:
    keys = today.locator("details[data-room]")
    keys.locator("summary").focus()
    today.keyboard.press("Enter")
    expect(keys).to_have_attribute("open", "")
    expect(today.get_by_role("heading", level=1)).to_contain_text("Today")
