"""A fall from the first tap to the last question: by thumb, by keyboard, without JavaScript, and wrongly."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import Patient
from tests.e2e.conftest import OpenPhone
from tests.e2e.phone import Phone, evening_zone, today_in
from tests.people import fall, make_patient, quiet_days

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTIONS = 13  # of a fall that hurt nobody

# Words of answers that lie on more than one line.
BROKEN_WORDS = """() => [...document.querySelectorAll(".chip span")].flatMap((chip) => {
  const text = chip.firstChild;
  return [...text.data.matchAll(/\\S+/g)].filter((word) => {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return new Set([...range.getClientRects()].map((box) => box.top)).size > 1;
  }).map((word) => word[0]);
})"""


def anna_in_the_evening() -> Patient:
    return make_patient("Anna", time_zone=evening_zone())


def test_the_whole_fall_is_told_by_keyboard_alone(phone_of: OpenPhone) -> None:
    anna = anna_in_the_evening()
    phone = phone_of(anna.user)
    phone.open("/")
    phone.press(phone.button("I fell"))
    phone.focus_is_on("Are you hurt?")
    phone.press(phone.button("I am all right"))
    for number in range(1, QUESTIONS + 1):
        phone.sees(f"Question {number} of {QUESTIONS}")
        expect(phone.page.locator("h1:focus")).to_be_attached()
        first = phone.page.locator(".chip input, textarea").first
        if number == QUESTIONS:
            phone.tab_to(first)
            phone.page.keyboard.type("Fell over the cat")
            phone.press(phone.button("Finish"))
        else:
            phone.press(first, "Space")
            expect(first).to_be_checked()
            phone.press(phone.button("Next"), "Space" if number % 2 else "Enter")
    phone.is_home()
    phone.sees("Everything is saved.")
    phone.sees("Today: 1 fall.")

    phone.has_sent_all()
    phone.open("/")
    phone.press(phone.link("Diary"))
    phone.focus_is_on(f"{today_in(anna.time_zone):%B %Y}")
    phone.press(phone.page.locator("a[aria-current=date]"))
    phone.focus_is_on(re.compile("^Today, "))
    phone.press(phone.page.locator("#screen .rows a"))
    phone.sees("Fell over the cat")
    phone.sees("Not hurt")


def test_the_whole_fall_is_told_without_javascript(phone_of: OpenPhone) -> None:
    phone = phone_of(anna_in_the_evening().user, java_script_enabled=False)
    phone.open("/")
    phone.button("I fell").click()
    phone.is_at("Are you hurt?")
    phone.sees("Saved.")
    phone.button("I hit my head").click()
    phone.is_at("What to do now")
    phone.sees("emergency department today")
    phone.link("Nothing else").click()
    chosen = {"floor": "Yes", "hurt": "Bruise", "care": "None", "where": "Kitchen", "note": ""}
    for number in range(1, 15):
        phone.sees(f"Question {number} of ")
        slug = phone.page.url.split("/")[-2]
        if chosen.get(slug):
            phone.chip(chosen[slug]).first.click()
        phone.page.get_by_role("button", name=re.compile("^(Next|Finish)$")).click()
    phone.is_home()
    phone.sees("Everything is saved.")
    phone.sees("Today: 1 fall.")
    phone.open("/falls/")
    phone.link("Fall today").click()
    phone.sees("Kitchen")
    phone.sees("Bruise")


def test_a_quiet_day_and_a_sweep_are_undone_without_javascript(phone_of: OpenPhone) -> None:
    anna = anna_in_the_evening()
    today = today_in(anna.time_zone).date()
    open_days = [today - timedelta(days=3), today - timedelta(days=2)]
    quiet_days(anna, today - timedelta(days=20), today - timedelta(days=1), but=open_days)
    phone = phone_of(anna.user, java_script_enabled=False)
    phone.open("/")
    phone.button("No falls today").click()
    phone.is_home()
    phone.sees("Today: no falls.")
    phone.button("Undo").click()
    phone.is_home()
    phone.sees("The answer is taken back.")
    phone.sees("Today is not answered yet.")

    phone.link("2 days not answered").click()
    phone.is_at("Answer several days")
    for day in open_days:
        phone.sees(f"{day:%A} {day.day} {day:%B}")
    phone.button("No falls on these 3 days").click()
    phone.sees("No falls on ")
    phone.button("Undo").click()
    phone.sees("The answer is taken back.")
    phone.open("/")
    phone.sees("2 days not answered")
    phone.sees("Today is not answered yet.")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_shaking_thumb_makes_one_fall_and_a_later_tap_another(
    javascript: bool, phone_of: OpenPhone
) -> None:
    phone = phone_of(anna_in_the_evening().user, java_script_enabled=javascript)
    phone.open("/")
    phone.button("I fell").dblclick()
    phone.is_at("Are you hurt?")
    if javascript:
        phone.has_sent_all()
    phone.page.go_back()
    phone.is_home()
    phone.sees("Today: 1 fall.")
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    if javascript:
        phone.has_sent_all()
    phone.open("/")
    phone.sees("Today: 2 falls.")


def test_a_wrong_time_stays_as_it_was_typed_and_the_error_takes_the_focus(phone_of: OpenPhone) -> None:
    anna = anna_in_the_evening()
    known = fall(anna)
    phone = phone_of(anna.user)
    phone.open(f"/falls/{known.public_id}/questions/when/")
    phone.tap(phone.chip("Earlier today"))
    phone.tap(phone.page.get_by_text("I know the time"))
    phone.page.get_by_label("Exact time").fill("23:59")
    phone.tap(phone.button("Next"))

    phone.sees("There is a problem")
    expect(phone.page.locator(".error-summary")).to_be_focused()
    expect(phone.page.get_by_label("Exact time")).to_have_value("23:59")
    expect(phone.page.get_by_label("Earlier today")).to_be_checked()
    phone.tap(phone.link("This time has not come yet."))
    expect(phone.page.get_by_label("Exact time")).to_be_focused()
    phone.page.get_by_label("Exact time").fill("00:05")
    phone.tap(phone.button("Next"))
    phone.is_at("Any injuries?")


def test_a_wrong_address_at_joining_keeps_the_name_and_the_address(phone_of: OpenPhone) -> None:
    phone = phone_of(None)
    phone.open("/join/")
    phone.page.get_by_label("Your name").fill("Nora")
    phone.page.get_by_label("Email").fill("nora at example")
    phone.page.get_by_label("Password", exact=True).fill("short")
    phone.tap(phone.button("Join"))
    phone.sees("There is a problem")
    expect(phone.page.locator(".error-summary")).to_be_focused()
    expect(phone.page.get_by_label("Your name")).to_have_value("Nora")
    expect(phone.page.get_by_label("Email")).to_have_value("nora at example")
    phone.tap(phone.page.locator(".error-summary").get_by_role("link").first)
    expect(phone.page.get_by_label("Email")).to_be_focused()


def test_another_day_asks_for_its_date_in_view(phone_of: OpenPhone) -> None:
    anna = anna_in_the_evening()
    phone = phone_of(anna.user)
    phone.open(f"/falls/{fall(anna).public_id}/questions/when/")
    date = phone.page.get_by_label("Date")
    expect(date).to_be_hidden()
    phone.tap(phone.chip("Another day"))
    expect(date).to_be_in_viewport(ratio=1)
    foot, field = phone.page.locator(".question-foot").bounding_box(), date.bounding_box()
    assert foot is not None
    assert field is not None
    assert field["y"] + field["height"] <= foot["y"]
    phone.tap(phone.chip("Yesterday"))
    expect(date).to_be_hidden()


@pytest.mark.parametrize(
    ("width", "height", "text"), [(640, 360, "100%"), (844, 390, "100%"), (360, 640, "200%")]
)
def test_no_bar_lies_over_the_answers_where_little_height_is_left(
    width: int, height: int, text: str, phone_of: OpenPhone
) -> None:
    anna = anna_in_the_evening()
    phone = phone_of(anna.user, width=width, height=height)
    phone.open(f"/falls/{fall(anna).public_id}/questions/where/")
    phone.page.evaluate("size => { document.documentElement.style.fontSize = size; }", text)
    foot = phone.page.locator(".question-foot").bounding_box()
    last = phone.page.locator(".question .chip").last.bounding_box()
    assert foot is not None
    assert last is not None
    assert foot["y"] >= last["y"] + last["height"] > height


@pytest.mark.parametrize("slug", ["where", "doing", "happened", "symptoms", "triggers", "aid", "care"])
def test_no_answer_breaks_inside_a_word_on_a_phone(slug: str, phone_of: OpenPhone) -> None:
    anna = anna_in_the_evening()
    phone = phone_of(anna.user)
    phone.open(f"/falls/{fall(anna).public_id}/questions/{slug}/")
    assert phone.page.evaluate(BROKEN_WORDS) == []


def test_an_answer_is_saved_by_the_tap_even_if_the_person_leaves(phone_of: OpenPhone) -> None:
    anna = anna_in_the_evening()
    where = f"/falls/{fall(anna).public_id}/questions/where/"
    phone = phone_of(anna.user)
    phone.open(where)
    with phone.page.expect_response(lambda answer: answer.status == 204):
        phone.tap(phone.chip("Kitchen"))
    phone.open("/")
    phone.open(where)
    expect(phone.page.get_by_label("Kitchen")).to_be_checked()
    phone.tap(phone.chip("Stairs"))
    phone.tap(phone.button("Next"))
    phone.is_at("What were you doing?")
    phone.open(where)
    expect(phone.page.get_by_label("Stairs")).to_be_checked()


def test_two_phones_answer_differently_and_the_second_is_shown_both(phone_of: OpenPhone) -> None:
    anna = anna_in_the_evening()
    where = f"/falls/{fall(anna).public_id}/questions/where/"
    first, second = _phones(phone_of, anna)
    first.open(where)
    second.open(where)
    first.tap(first.chip("Bathroom"))
    first.tap(first.button("Next"))
    first.is_at("What were you doing?")
    second.tap(second.chip("Kitchen"))
    second.tap(second.button("Next"))

    second.sees("This was changed somewhere else")
    notice = second.page.get_by_role("alert").filter(has_text="changed somewhere else")
    expect(notice).to_contain_text(re.compile(r"saved now\s*Bathroom.*your answer\s*Kitchen", re.DOTALL))
    second.tap(second.button("Next"))
    second.is_at("What were you doing?")
    first.open(where)
    expect(first.page.get_by_label("Kitchen")).to_be_checked()


def _phones(phone_of: OpenPhone, anna: Patient) -> tuple[Phone, Phone]:
    return phone_of(anna.user), phone_of(anna.user)
