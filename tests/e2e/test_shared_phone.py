"""A phone that several people use: nobody sees, sends or is asked about what is another's."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Route, expect

from accounts.models import Patient
from logs.models import DiaryDay, Fall
from tests.e2e.conftest import TakePhone
from tests.e2e.installed import InstalledPhone
from tests.e2e.phone_memory import everything_kept, records
from tests.people import fall, make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOOR = "**/api/v1/entries/"
LEFT = "It stays on this phone, is shown to nobody else"
WAS_THIS_YOU = "Something was logged here while nobody was signed in. Was this you?"
# Words that are Anna's alone; no page for anybody else, and nothing that the phone keeps, may hold one.
MARKERS = ("Annabella", "Carlotta", "7946 0018", "79460018", "+44911", "blue rug", "green cat")


def marked_anna() -> Patient:
    return make_patient(
        "Annabella", emergency_number="+44911", person_name="Carlotta", person_number="+44 20 7946 0018"
    )


def refuse(route: Route) -> None:
    route.fulfill(status=503, content_type="application/json", body='{"code": "busy"}')


def fall_on_the_phone(phone: InstalledPhone) -> None:
    """A fall that the questions ask about, as far as the place."""
    phone.open("/")
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")


def leave(phone: InstalledPhone) -> None:
    phone.open("/sign-out/")
    phone.tap(phone.button("Sign out"))


def come(phone: InstalledPhone, person: Patient) -> None:
    phone.open("/sign-in/")
    phone.page.get_by_label("Email").fill(person.user.email)
    phone.page.get_by_label("Password", exact=True).fill("a door made of oak")
    phone.tap(phone.button("Sign in"))
    phone.is_home()


def test_another_account_neither_sees_nor_sends_what_is_waiting_and_anna_finds_it_sent(
    take_phone: TakePhone,
) -> None:
    anna, ben = make_patient("Anna"), make_patient("Ben")
    phone = take_phone()
    phone.sign_in(anna.user)
    phone.context.route(DOOR, refuse)
    fall_on_the_phone(phone)
    leave(phone)
    phone.sees("Not sent yet: 1.")
    phone.sees(LEFT)
    expect(phone.page.get_by_role("alert").filter(has_text=LEFT)).to_be_visible()
    shown = phone.button("Sign out all the same")
    expect(shown).to_be_focused()
    expect(shown).to_have_accessible_description(re.compile(LEFT))
    phone.page.wait_for_timeout(1600)
    phone.tap(shown)
    phone.is_at("A fall diary for people with MS")
    assert not Fall.objects.exists()
    phone.context.unroute(DOOR)

    come(phone, ben)
    expect(phone.page.locator("#unsent")).to_be_hidden()
    phone.shows_no(WAS_THIS_YOU)
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    phone.open("/log/")
    phone.is_home()
    phone.shows_no("entry to finish")
    assert not Fall.objects.exists()
    assert [one["owner"] for one in records(phone.page, "outbox")] == [str(anna.user.public_id)]
    leave(phone)
    phone.is_at("A fall diary for people with MS")

    come(phone, anna)
    phone.has_sent_all()
    assert [known.patient for known in Fall.objects.all()] == [anna]
    phone.sees("Today: 1 fall.")


def test_after_signing_out_nothing_of_anna_is_left_on_the_phone(take_phone: TakePhone) -> None:
    anna = marked_anna()
    known = fall(anna, note="Slipped on the blue rug")
    phone = take_phone()
    phone.sign_in(anna.user)
    for address in (f"/falls/{known.public_id}/", "/profile/safety/", "/diary/", "/more/"):
        phone.open(address)
    fall_on_the_phone(phone)
    phone.sees("Calls +44911")
    phone.open(phone.page.url.rpartition("/")[0] + "/note")
    phone.page.get_by_label("Anything to add?").fill("It was the green cat")
    phone.tap(phone.button("Finish later"))
    phone.sees("Everything is saved.")
    phone.has_sent_all()
    assert Fall.objects.filter(note__contains="green cat").exists()
    assert "Carlotta" in everything_kept(phone.page)

    leave(phone)
    phone.is_at("A fall diary for people with MS")
    kept = everything_kept(phone.page)
    assert not [word for word in MARKERS if word in kept]
    assert str(anna.user.public_id) not in kept
    phone.page.reload()
    phone.is_at("A fall diary for people with MS")
    assert phone.presses_back_to_the_start(*MARKERS) >= 3
    phone.open("/log/")
    phone.is_home()
    phone.shows_no("to finish")
    phone.shows_no("not answered")
    phone.tap(phone.button("I fell"))
    expect(phone.page.get_by_text("Calls 112")).to_be_visible()
    assert not [word for word in MARKERS if word in phone.markup()]


def test_what_was_logged_signed_out_is_asked_about_and_belongs_to_who_says_so(take_phone: TakePhone) -> None:
    anna, ben = make_patient("Anna"), make_patient("Ben")
    phone = take_phone()
    phone.sign_in(anna.user)
    leave(phone)
    phone.is_at("A fall diary for people with MS")
    phone.tap(phone.link("I have fallen: log it without signing in"))
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    phone.tap(phone.button("I am all right"))
    phone.tap(phone.chip("Yes"))
    phone.open("/log/#waiting")
    phone.is_at("1 entry is only on this phone")
    phone.sees("Sign in, and say whether it was you.")
    expect(phone.link("Sign in to send")).to_be_visible()

    come(phone, anna)
    phone.tap(phone.link(WAS_THIS_YOU))
    phone.is_at("1 entry is only on this phone")
    phone.sees("1 answer")
    phone.tap(phone.button("No, not me"))
    phone.is_at("Nothing waits to be sent")
    phone.open("/")
    phone.is_home()
    phone.shows_no(WAS_THIS_YOU)
    expect(phone.page.locator("#unsent")).to_be_hidden()
    leave(phone)
    phone.is_at("A fall diary for people with MS")
    assert not Fall.objects.exists()

    come(phone, ben)
    phone.tap(phone.link(WAS_THIS_YOU))
    phone.tap(phone.button("Yes, it was me"))
    phone.is_at("Everything is sent")
    [told] = Fall.objects.all()
    assert (told.patient, told.landed_on_floor) == (ben, True)
    phone.open("/")
    phone.shows_no(WAS_THIS_YOU)
    phone.sees("Today: 1 fall.")


def test_while_her_session_is_over_annas_entries_wait_for_her(take_phone: TakePhone) -> None:
    anna = marked_anna()
    phone = take_phone()
    phone.sign_in(anna.user)
    Session.objects.all().delete()
    phone.open("/log/")
    phone.is_home()
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    phone.sees("Calls +44911")
    phone.tap(phone.button("I am all right"))
    phone.tap(phone.chip("Yes"))
    phone.open("/log/#waiting")
    phone.is_at("1 entry is only on this phone")
    expect(phone.link("Sign in to send")).to_be_visible()
    expect(phone.button("Send now")).to_be_hidden()
    assert not Fall.objects.exists()

    phone.tap(phone.link("Sign in to send"))
    come(phone, anna)
    phone.has_sent_all()
    assert [known.patient for known in Fall.objects.all()] == [anna]


def test_a_shell_in_another_tab_forgets_anna_when_she_has_signed_out(take_phone: TakePhone) -> None:
    anna = marked_anna()
    phone = take_phone()
    phone.sign_in(anna.user)
    fall_on_the_phone(phone)
    phone.sees("Calls +44911")
    old = phone.page
    phone.page = phone.context.new_page()
    leave(phone)
    phone.is_at("A fall diary for people with MS")
    # As the browser says it when Back brings a page out of its memory.
    old.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(old.get_by_role("button", name="I fell")).to_be_visible()
    assert not [word for word in MARKERS if word in old.content()]


def test_what_ben_taps_in_a_tab_that_anna_left_open_is_bens(take_phone: TakePhone) -> None:
    anna, ben = make_patient("Anna"), make_patient("Ben")
    phone = take_phone()
    phone.sign_in(anna.user)
    phone.open("/log/")
    phone.is_home()
    old = phone.page
    phone.page = phone.context.new_page()
    leave(phone)
    phone.is_at("A fall diary for people with MS")
    come(phone, ben)
    phone.is_ready_to_be_offline()
    old.bring_to_front()
    old.get_by_role("button", name="No falls").click()
    expect(old.get_by_text("Saved on this phone.")).to_be_visible()
    phone.has_sent_all()
    assert [day.patient for day in DiaryDay.objects.exclude(answer=None)] == [ben]
