"""A browser finds all it wants before it offers to install."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, OpenPhone
from tests.people import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFER = """() => {
  const offer = new Event("beforeinstallprompt", { cancelable: true });
  offer.prompt = () => { document.title = "asked"; return Promise.resolve(); };
  dispatchEvent(offer);
  return offer.defaultPrevented;
}"""


def asked_of_browser(page: Page, question: str) -> Any:
    return page.context.new_cdp_session(page).send(question)


def test_chromium_finds_no_fault_with_what_it_is_told(open_as: OpenPage) -> None:
    page = open_as(make_patient("Anna").user)
    page.goto("/more/")
    told = asked_of_browser(page, "Page.getAppManifest")
    assert told["url"].endswith("/manifest.webmanifest")
    assert told["errors"] == []
    assert json.loads(told["data"])["display"] == "standalone"
    faults = asked_of_browser(page, "Page.getInstallabilityErrors")["installabilityErrors"]
    # A browser window that leaves no traces, as those of tests are, installs nothing.
    assert [fault["errorId"] for fault in faults if fault["errorId"] != "in-incognito"] == []
    assert vars(page)["complaints"] == []


def test_anna_installs_with_one_tap_where_her_browser_offers_it(phone_of: OpenPhone) -> None:
    phone = phone_of(make_patient("Anna").user)
    phone.open("/more/")
    phone.tap(phone.link("Put it on my phone"))
    phone.is_at("Put it on my phone")
    button = phone.page.get_by_role("button", name="Install", exact=True)
    expect(button).to_have_count(0)
    phone.waits_until("customElements.get('install-button') !== undefined")
    assert phone.page.evaluate(OFFER), "the browser's own banner stays away"
    button.click()
    expect(phone.page).to_have_title("asked")
    expect(button).to_have_count(0)
    phone.page.evaluate("dispatchEvent(new Event('appinstalled'))")
    phone.sees("It is installed.")


def test_in_the_installed_app_the_page_says_that_it_is_installed(open_as: OpenPage) -> None:
    page = open_as(make_patient("Anna").user)
    page.add_init_script(
        "const real = matchMedia; matchMedia = (query) =>"
        " query.includes('standalone') ? { matches: true } : real(query);"
    )
    page.goto("/install/")
    expect(page.get_by_text("It is installed.")).to_be_visible()
    expect(page.get_by_role("button", name="Install", exact=True)).to_have_count(0)
