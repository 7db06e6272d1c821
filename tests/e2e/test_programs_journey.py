"""Anna lets a program in and shuts it out again, in a browser, with and without JavaScript."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from accounts.domain.vocabulary import TokenScope
from accounts.services.tokens import make_token, token_behind
from tests.e2e.conftest import AxeFindings, OpenPage
from tests.people import PASSWORD, make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("javascript", [True, False])
def test_anna_lets_a_program_in_and_out(
    javascript: bool, open_as: OpenPage, axe_findings: AxeFindings
) -> None:
    cache.clear()
    page = open_as(make_patient("Anna").user, java_script_enabled=javascript)
    page.goto("/more/")
    # A key pressed before the new screen has the focus meets nothing.
    heading = page.locator("h1:focus" if javascript else "h1")
    page.get_by_role("link", name="Programs").press("Enter")
    expect(heading).to_have_text("Programs")
    page.get_by_role("link", name="Let a program in").press("Enter")
    expect(heading).to_have_text("Let a program in")
    page.get_by_label("Name of the program").fill("Kitchen display")
    page.get_by_label("Read and write").check()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Make the key").press("Enter")
    expect(heading).to_have_text("Key of Kitchen display")
    key = page.get_by_text("frt_").inner_text()
    assert token_behind(key, now=timezone.now())
    findings = axe_findings(page) if javascript else []
    page.get_by_role("main").get_by_role("link", name="Programs").press("Enter")
    expect(heading).to_have_text("Programs")
    expect(page.get_by_text("May read and write")).to_be_visible()
    findings += axe_findings(page) if javascript else []
    assert not findings, "\n".join(findings)
    page.get_by_role("button", name="End access Kitchen display").press("Enter")
    expect(page.get_by_text("Kitchen display has no access any more.")).to_be_visible()
    assert not token_behind(key, now=timezone.now())


def test_a_program_with_a_long_name_is_shut_out_without_scrolling_sideways(open_as: OpenPage) -> None:
    anna = make_patient("Anna")
    name = "W" * 80  # the longest, without a place to break
    make_token(account=anna.user, name=name, scope=TokenScope.READ, now=timezone.now())
    page = open_as(anna.user)
    page.goto("/programs/")
    page.get_by_role("button", name="End access").press("Enter")
    told = page.get_by_text(f"{name} has no access any more.")
    expect(told).to_be_visible()
    assert not page.evaluate("document.scrollingElement.scrollWidth > window.innerWidth")
    assert told.evaluate("element => element.scrollWidth <= element.clientWidth")


def test_the_key_is_taken_with_one_tap_and_the_browser_forgets_it(open_as: OpenPage) -> None:
    cache.clear()
    page = open_as(make_patient("Anna").user)
    page.goto("/programs/starting/")
    page.get_by_label("Name of the program").fill("Kitchen display")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Make the key").press("Enter")
    shown = page.get_by_text("frt_")
    key = shown.inner_text()
    shown.click()
    assert page.evaluate("getSelection().toString()") == key
    page.get_by_role("main").get_by_role("link", name="Programs").press("Enter")
    expect(page.get_by_role("heading", name="Kitchen display")).to_be_visible()
    kept = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    page.go_back()
    expect(page.get_by_role("heading", name="Let a program in")).to_be_visible()
    assert key not in kept + page.content()
