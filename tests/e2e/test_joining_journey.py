"""A stranger's first minute, and the door: signing in, out, and what stays behind in a browser."""

import time

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPhone
from tests.e2e.phone import evening_zone
from tests.people import PASSWORD, fall, make_account, make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_stranger_joins_and_logs_a_fall_within_a_minute_without_leaving_the_app(
    phone_of: OpenPhone,
) -> None:
    phone = phone_of(None, timezone_id=evening_zone())
    began = time.monotonic()
    phone.open("/")
    phone.tap(phone.link("Join"))
    phone.page.get_by_label("Your name").fill("Nora")
    phone.page.get_by_label("Email").fill("nora@example.org")
    phone.page.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.tap(phone.button("Join"))
    phone.tap(phone.link("Keep my own fall diary"))
    expect(phone.page.get_by_label("Your time zone")).to_have_value(evening_zone())
    phone.tap(phone.button("I agree: begin my diary"))
    phone.is_at("How many falls do you remember?")
    phone.tap(phone.link("Skip", exact=True))
    phone.is_at("Two more questions")
    phone.tap(phone.link("Skip", exact=True))
    phone.is_at("Put it on my phone")
    phone.tap(phone.link("Go to my diary"))
    phone.is_home()
    phone.sees("Today is not answered yet.")
    phone.tap(phone.button("I fell"))

    phone.is_at("Are you hurt?")
    phone.sees("Saved on this phone.")
    phone.sees_no("Question 1 of")
    phone.tap(phone.button("I am all right"))
    phone.skip_all(13)

    phone.is_home()
    phone.sees("Everything is saved.")
    phone.sees("Today: 1 fall.")
    assert time.monotonic() - began < 60


def test_the_sign_in_form_says_email_password_and_sign_in(phone_of: OpenPhone) -> None:
    anna = make_patient()
    phone = phone_of(None)
    phone.open("/sign-in/")
    labels = phone.page.locator("main label")
    assert [" ".join(words.split()) for words in labels.all_inner_texts()] == ["Email", "Password"]
    phone.page.get_by_label("Email", exact=True).fill(anna.user.email)
    phone.page.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.tap(phone.page.get_by_role("button", name="Sign in", exact=True))
    phone.is_home()


def test_a_form_comes_back_without_the_style_that_a_browser_gave_its_fields(phone_of: OpenPhone) -> None:
    """Pulling a box larger does, and so do managers of passwords; the CSP lets no script put it back."""
    phone = phone_of(None)
    phone.open("/sign-in/")
    email = phone.page.get_by_label("Email", exact=True)
    email.evaluate("field => { field.style.height = '100px'; }")
    email.fill("nobody@example.org")
    phone.page.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.tap(phone.page.get_by_role("button", name="Sign in", exact=True))
    phone.sees("There is a problem")
    expect(email).to_have_value("nobody@example.org")


def test_the_back_button_shows_nobody_what_anna_read_before_she_signed_out(phone_of: OpenPhone) -> None:
    anna, ben = make_patient("Anna"), make_account("Ben")
    known = fall(anna, note="Slipped on the blue rug")
    phone = phone_of(anna.user)
    phone.open("/more/")
    address = f"/falls/{known.public_id}/"
    phone.open(address)
    phone.sees("blue rug")
    phone.tap(phone.link("More"))
    phone.tap(phone.link("Sign out"))
    phone.tap(phone.button("Sign out"))
    phone.is_at("A fall diary for people with MS")

    assert phone.presses_back_to_the_start("blue rug", "Fall today") >= 3
    phone.open("/sign-in/")
    phone.page.get_by_label("Email", exact=True).fill(ben.email)
    phone.page.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.tap(phone.button("Sign in"))
    phone.is_at("What would you like to do?")
    phone.presses_back_to_the_start("blue rug", "Fall today")

    other = phone_of(ben)
    other.open(address)
    other.is_at("Page not found")
