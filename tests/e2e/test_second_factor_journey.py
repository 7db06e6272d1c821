"""Passkeys, tried with the browser's own virtual authenticator, and codes of an app."""

import os
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import CDPSession, Page, expect

from accounts.domain.vocabulary import Scope
from tests.e2e.conftest import AxeFindings, OpenPhone
from tests.e2e.phone import Phone
from tests.factors import app_code
from tests.people import PASSWORD, make_link, make_patient, make_therapist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("FALLRISK_PICTURES", "")
PHONE_WITH_A_FINGER = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"ways-{name}.png", full_page=True)


def finger(page: Page) -> tuple[CDPSession, str]:
    """A phone that keeps passkeys, and a person whose finger it knows."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_WITH_A_FINGER})
    return session, str(made["authenticatorId"])


def says_who_they_are(phone: Phone) -> None:
    phone.is_at("Is it you?")
    phone.page.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.tap(phone.button("Go on"))


@pytest.fixture
def production(settings: Any) -> None:
    settings.SECOND_FACTOR = True


@pytest.mark.usefixtures("production")
def test_a_therapist_adds_a_passkey_sees_anna_and_signs_in_with_it_alone(
    phone_of: OpenPhone, axe_findings: AxeFindings
) -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo, Scope.FALLS)
    phone = phone_of(theo)
    finger(phone.page)
    phone.open("/patients/")
    phone.is_at("How I sign in")
    phone.sees("You see nobody's diary yet.")
    assert axe_findings(phone.page) == []
    picture(phone.page, "none")
    phone.tap(phone.link("Add a passkey"))
    says_who_they_are(phone)
    phone.is_at("Add a passkey")
    picture(phone.page, "passkey")
    assert axe_findings(phone.page) == []
    phone.page.get_by_label("Name").fill("My phone")
    phone.tap(phone.button("Add the passkey"))
    phone.is_at("Recovery codes")
    assert axe_findings(phone.page) == []
    picture(phone.page, "codes")
    phone.tap(phone.link("Go on"))
    phone.sees("My phone")
    picture(phone.page, "one")
    phone.open("/patients/")
    phone.sees("Anna")

    phone.open("/sign-out/")
    phone.tap(phone.button("Sign out"))
    phone.is_at("A fall diary for people with MS")
    phone.open("/sign-in/")
    picture(phone.page, "sign-in")
    phone.tap(phone.button("Sign in with a passkey"))
    phone.is_at("Today 1 person to look at")
    phone.sees("Anna")

    phone.open("/sign-out/")
    phone.tap(phone.button("Sign out"))
    phone.is_at("A fall diary for people with MS")
    phone.open("/sign-in/")
    phone.page.get_by_label("Email", exact=True).fill(theo.email)
    phone.page.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.tap(phone.button("Sign in"))
    phone.is_at("One more step")
    assert axe_findings(phone.page) == []
    picture(phone.page, "step-passkey")
    phone.tap(phone.button("Use my passkey"))
    phone.is_at("Today 1 person to look at")
    phone.open("/ways-in/codes/new/")  # nothing is asked again so soon
    phone.is_at("Make new codes")


def test_without_a_passkey_on_this_device_the_page_says_so(phone_of: OpenPhone) -> None:
    phone = phone_of(None)
    finger(phone.page)
    phone.open("/sign-in/")
    phone.tap(phone.button("Sign in with a passkey"))
    phone.sees("That did not work")
    expect(phone.page.get_by_label("Password", exact=True)).to_be_visible()


def test_anna_sets_up_an_app_and_is_asked_for_its_code_after_her_password(
    phone_of: OpenPhone, axe_findings: AxeFindings
) -> None:
    anna = make_patient("Anna")
    phone = phone_of(anna.user)
    phone.open("/ways-in/")
    phone.tap(phone.link("Set up an app"))
    says_who_they_are(phone)
    phone.is_at("Set up an app")
    picture(phone.page, "app")
    assert axe_findings(phone.page) == []
    secret = phone.page.locator("p strong").last.inner_text().replace(" ", "")
    phone.page.get_by_role("textbox", name="Code").fill(app_code(secret))
    phone.tap(phone.button("Turn it on"))
    phone.is_at("Recovery codes")
    code = phone.page.locator(".codes li").first.inner_text()

    phone.open("/sign-out/")
    phone.tap(phone.button("Sign out"))
    phone.is_at("A fall diary for people with MS")
    phone.open("/sign-in/")
    phone.page.get_by_label("Email", exact=True).fill(anna.user.email)
    phone.page.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.tap(phone.button("Sign in"))
    phone.is_at("One more step")
    picture(phone.page, "step")
    assert axe_findings(phone.page) == []
    phone.page.get_by_role("textbox", name="Code").fill(code)
    phone.tap(phone.button("Sign in"))
    phone.is_home()
    assert Authenticator.objects.filter(user=anna.user).count() == 2
