"""Days without signal: everything is logged, survives, and arrives once, in order and at its own time."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Patient
from logs.domain.vocabulary import DayState, Kind
from logs.models import DiaryDay, Fall
from tests.e2e.conftest import TakePhone
from tests.e2e.installed import InstalledPhone
from tests.people import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fell(phone: InstalledPhone) -> None:
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    phone.sees("Saved on this phone.")


def log_by(phone: InstalledPhone) -> None:
    """Back to the three buttons, by the way that somebody takes who has had enough."""
    phone.open("/")
    expect(phone.button("I fell")).to_be_visible()


def test_a_fall_two_near_falls_and_a_sweep_from_a_cold_start_arrive_once_each(take_phone: TakePhone) -> None:
    anna = make_patient("Anna")
    phone = take_phone()
    phone.sign_in(anna.user)
    phone.stop_worker()
    phone.offline()
    log_by(phone)
    phone.sees("There is no connection.")
    before = timezone.now()
    fell(phone)
    phone.tap(phone.button("I am all right"))
    phone.tap(phone.chip("Yes"))
    phone.tap(phone.button("Finish later"))
    phone.sees("Saved. Finish it whenever you like.")
    for _near_fall in range(2):
        log_by(phone)
        phone.tap(phone.button("Near fall"))
        phone.is_at("When was it?")
        phone.sees("Saved on this phone.")
    log_by(phone)
    phone.tap(phone.link("7 days not answered"))
    phone.tap(phone.button("No falls on these 7 days"))
    phone.sees("No falls on these 7 days.")
    after = timezone.now()
    phone.kill()
    assert not Fall.objects.exists()

    phone.start()
    phone.offline()
    log_by(phone)
    phone.sees("4 entries are not sent yet")
    phone.offline(is_so=False)
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    arrived = list(Fall.objects.order_by("occurred_at"))
    assert [fall.kind for fall in arrived] == [Kind.FALL, Kind.NEAR_FALL, Kind.NEAR_FALL]
    assert all(before < fall.occurred_at < after for fall in arrived)
    assert arrived[0].landed_on_floor is True
    assert len(quiet_days_of(anna)) == 7


def quiet_days_of(patient: Patient) -> list[DiaryDay]:
    week = timezone.now().date() - timedelta(days=9)
    return list(DiaryDay.objects.filter(patient=patient, date__gte=week, state=DayState.NO_FALLS))


@pytest.fixture
def phone(take_phone: TakePhone) -> InstalledPhone:
    phone = take_phone()
    phone.sign_in(make_patient("Anna").user)
    return phone


def test_what_was_taken_back_is_listed_so_and_the_day_can_be_answered_again(phone: InstalledPhone) -> None:
    phone.offline()
    log_by(phone)
    fell(phone)
    phone.tap(phone.button("Undo"))
    phone.sees("Taken back.")
    quiet = phone.page.locator("[data-kind=no_falls]")
    phone.tap(quiet)
    expect(quiet).to_be_hidden(timeout=5_000)
    phone.tap(phone.button("Undo"))
    phone.sees("Taken back.")
    expect(quiet).to_be_visible()
    phone.tap(phone.link("2 entries are not sent yet"))
    entries = phone.page.locator("[data-slot=what]")
    expect(entries).to_have_text(
        [re.compile("^Fall, .* · taken back$"), re.compile("^No falls: .* · taken back$")]
    )


def test_a_note_that_is_half_typed_is_kept_when_its_page_goes(phone: InstalledPhone) -> None:
    phone.offline()
    log_by(phone)
    fell(phone)
    phone.open(f"{phone.page.url.split('/safety')[0]}/note")
    note = phone.page.get_by_role("textbox")
    note.press_sequentially("the mat")
    phone.page.reload()
    expect(note).to_have_value("the mat")
    note.press_sequentially(" slid")
    phone.page.go_back()
    phone.page.go_forward()
    expect(note).to_have_value("the mat slid")


def test_back_leads_from_the_safety_screen_to_the_page_that_did_not_come(phone: InstalledPhone) -> None:
    phone.offline()
    log_by(phone)
    fell(phone)
    phone.page.go_back()
    phone.sees("There is no connection.")
    expect(phone.button("I fell")).to_be_visible()


def test_a_fall_that_this_phone_knows_goes_on_in_the_log_which_needs_no_network(
    phone: InstalledPhone,
) -> None:
    log_by(phone)
    fell(phone)
    phone.has_sent_all()
    phone.open("/")
    link = phone.page.locator("a[data-entry]")
    expect(link).to_have_attribute("hx-boost", "false")
    phone.tap(link)
    phone.is_at("Are you hurt?")
    assert "/log/#" in phone.page.url


def test_whoever_is_not_signed_in_is_told_where_an_entry_stays(take_phone: TakePhone) -> None:
    phone = take_phone()
    phone.open("/log/")
    phone.sees("Nobody with a diary is signed in.")
