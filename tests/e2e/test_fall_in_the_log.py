"""A fall told in the log on the phone: what is asked, skipped, left, taken back and gone on with."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from logs.domain.vocabulary import Kind, Place, Precision
from logs.models import DiaryDay, Fall
from tests.e2e.conftest import OpenPhone
from tests.e2e.installed import FACTS
from tests.e2e.phone import Phone, evening_zone, today_in
from tests.people import fall, make_patient

SECOND_TAP = 1600  # milliseconds after which the same button counts again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fell(phone: Phone, *, then: str | None = "I am all right") -> None:
    phone.open("/")
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    if then is not None:
        phone.tap(phone.button(then))
        phone.sees("Question 1 of 13")


def ask(phone: Phone, slug: str, heading: str) -> None:
    phone.page.evaluate("slug => { location.hash = `${location.hash.split('/')[0]}/${slug}`; }", slug)
    phone.is_at(heading)


def in_words(target: Locator) -> list[str]:
    return [words.strip() for words in target.all_inner_texts() if words.strip()]


def test_not_on_the_floor_makes_a_near_fall_and_home_asks_about_falls(phone_of: OpenPhone) -> None:
    anna = make_patient("Anna", time_zone=evening_zone())
    phone = phone_of(anna.user)
    fell(phone)
    phone.tap(phone.chip("No"))
    phone.tap(phone.button("Next"))
    phone.is_at("When was it?")
    phone.sees("Question 2 of 10")
    phone.tap(phone.link("Back"))
    phone.sees("Question 1 of 10")
    phone.tap(phone.button("Next"))
    for number in range(2, 11):
        phone.sees(f"Question {number} of 10")
        phone.tap(phone.button("Finish" if number == 10 else "Next"))
    phone.is_home()
    phone.sees("Everything is saved.")
    phone.sees("Today: 1 near fall. Any falls today?")
    phone.shows_no("to finish")
    told = Fall.objects.get()
    assert (told.kind, told.landed_on_floor, told.finished_at is not None) == (Kind.NEAR_FALL, False, True)


def test_back_from_the_first_question_of_a_near_fall_asks_nobody_whether_they_are_hurt(
    phone_of: OpenPhone,
) -> None:
    phone = phone_of(make_patient("Anna").user)
    phone.open("/")
    phone.tap(phone.button("Near fall"))
    phone.is_at("When was it?")
    phone.tap(phone.link("Back"))
    phone.is_home()
    phone.tap(phone.link("1 entry to finish"))
    phone.is_at("When was it?")


def test_everything_is_skipped_and_nothing_is_left_to_finish(phone_of: OpenPhone) -> None:
    phone = phone_of(make_patient("Anna", time_zone=evening_zone()).user)
    fell(phone)
    phone.skip_all(13)
    phone.is_home()
    phone.sees("Today: 1 fall.")
    phone.shows_no("to finish")
    told = Fall.objects.get()
    assert told.finished_at is not None
    assert (told.landed_on_floor, told.place, told.note) == (None, None, "")


@pytest.mark.parametrize(
    ("chosen", "days_ago", "precision"),
    [
        (("Just now",), 0, Precision.EXACT),
        (("Earlier today",), 0, Precision.DAY),
        (("Yesterday", "Evening"), 1, Precision.PART_OF_DAY),
        (("Another day",), 3, Precision.DAY),
    ],
    ids=["just now", "earlier today", "yesterday evening", "another day"],
)
def test_a_fall_is_on_the_day_that_anna_says(
    chosen: tuple[str, ...], days_ago: int, precision: Precision, phone_of: OpenPhone
) -> None:
    anna = make_patient("Anna", time_zone=evening_zone())
    phone = phone_of(anna.user)
    fell(phone)
    ask(phone, "when", "When was it?")
    for words in chosen:
        phone.tap(phone.chip(words))
    day = today_in(anna.time_zone).date() - timedelta(days=days_ago)
    if "Another day" in chosen:
        phone.tap(phone.button("Next"))
        phone.sees("Enter the date.")
        expect(phone.page.get_by_label("Date")).to_be_focused()
        expect(phone.page.get_by_label("Another day")).to_be_checked()
        phone.page.get_by_label("Date").fill(day.isoformat())
        phone.page.wait_for_timeout(SECOND_TAP)
    phone.tap(phone.button("Next"))
    phone.is_at("Any injuries?")
    phone.has_sent_all()
    told = Fall.objects.get()
    assert (told.local_date, told.precision) == (day, precision)
    if precision == Precision.PART_OF_DAY:
        assert told.occurred_at.astimezone(ZoneInfo(anna.time_zone)).hour == 20


def test_a_time_to_come_is_told_beside_the_field_and_nothing_is_lost(phone_of: OpenPhone) -> None:
    anna = make_patient("Anna", time_zone=evening_zone())
    phone = phone_of(anna.user)
    fell(phone)
    ask(phone, "when", "When was it?")
    phone.tap(phone.chip("Earlier today"))
    phone.tap(phone.page.get_by_text("I know the time"))
    clock = phone.page.get_by_label("Exact time, if you know it")
    clock.fill("23:59")
    phone.tap(phone.button("Next"))
    expect(phone.page.get_by_role("alert").filter(has_text="This time has not come yet.")).to_be_visible()
    expect(clock).to_be_focused()
    expect(clock).to_have_value("23:59")
    expect(clock).to_have_attribute("aria-invalid", "true")
    expect(phone.page.get_by_label("Earlier today")).to_be_checked()
    clock.fill("00:05")
    phone.page.wait_for_timeout(SECOND_TAP)
    phone.tap(phone.button("Next"))
    phone.is_at("Any injuries?")
    phone.tap(phone.link("Back"))
    expect(clock).to_have_value("00:05")
    phone.has_sent_all()
    at = Fall.objects.get().occurred_at.astimezone(ZoneInfo(anna.time_zone))
    assert (at.hour, at.minute) == (0, 5)


def test_later_just_now_is_called_when_it_was_logged(phone_of: OpenPhone) -> None:
    phone = phone_of(make_patient("Anna").user)
    fell(phone)
    phone.page.clock.set_fixed_time(timezone.now() + timedelta(minutes=20))
    phone.page.reload()
    ask(phone, "when", "When was it?")
    expect(phone.chip("When it was logged")).to_be_visible()
    expect(phone.chip("Just now")).to_have_count(0)


def test_the_answers_that_anna_gives_most_often_come_first(phone_of: OpenPhone) -> None:
    anna = make_patient("Anna")
    for day, place in enumerate((Place.STAIRS, Place.STAIRS, Place.STREET), start=2):
        fall(anna, at=timezone.now() - timedelta(days=day), place=place)
    phone = phone_of(anna.user)
    phone.open("/")
    phone.waits_until(FACTS)
    fell(phone)
    ask(phone, "where", "Where were you?")
    first, second, *_others, last = in_words(phone.page.locator(".chip:visible"))
    assert (first, second, last) == ("Stairs", "Street", "Somewhere else")


def test_a_fall_left_in_the_middle_goes_on_where_it_was_with_its_answers(phone_of: OpenPhone) -> None:
    phone = phone_of(make_patient("Anna", time_zone=evening_zone()).user)
    fell(phone)
    phone.tap(phone.chip("Yes"))
    phone.tap(phone.button("Next"))
    phone.is_at("When was it?")
    ask(phone, "where", "Where were you?")
    phone.sees("Next skips it.")
    phone.tap(phone.chip("Kitchen"))
    phone.shows_no("Next skips it.")
    phone.has_sent_all()
    phone.page.reload()
    phone.is_at("Where were you?")
    expect(phone.page.get_by_label("Kitchen")).to_be_checked()
    phone.tap(phone.button("Finish later"))
    phone.is_home()
    phone.sees("Saved. Finish it whenever you like.")
    phone.tap(phone.link("1 entry to finish"))
    phone.is_at("What were you doing?")
    phone.tap(phone.link("Back"))
    expect(phone.page.get_by_label("Kitchen")).to_be_checked()


def test_a_fall_is_taken_back_on_the_safety_screen_and_at_any_question(phone_of: OpenPhone) -> None:
    phone = phone_of(make_patient("Anna", time_zone=evening_zone()).user)
    for then in (None, "I am all right"):
        fell(phone, then=then)
        phone.tap(phone.button("Undo"))
        phone.is_home()
        phone.sees("Taken back.")
        phone.has_sent_all()
        phone.open("/")
        phone.sees("Today is not answered yet.")
    assert not Fall.objects.active().exists()
    assert Fall.objects.count() == 2


def test_a_quiet_day_and_a_sweep_are_taken_back_in_the_log(phone_of: OpenPhone) -> None:
    anna = make_patient("Anna", time_zone=evening_zone())
    phone = phone_of(anna.user)
    phone.open("/")
    phone.waits_until(FACTS)
    phone.open("/log/")
    for press in (phone.button("No falls today"), phone.button("No falls on these 7 days")):
        if "these" in str(press):
            phone.tap(phone.page.get_by_role("link", name=re.compile("days not answered")))
        phone.tap(press)
        phone.sees("Saved on this phone.")
        phone.has_sent_all()
        assert DiaryDay.objects.exclude(answer=None).exists()
        phone.tap(phone.button("Undo"))
        phone.sees("Taken back.")
        phone.has_sent_all()
        assert not DiaryDay.objects.exclude(answer=None).exists()
