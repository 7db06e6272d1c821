"""Anna answers a question that nobody else is to see, and her therapist reads it alone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from logs.models import PrivateAnswer
from tests.e2e.conftest import OpenPhone
from tests.e2e.household import make_household

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOR_YOU_ALONE = "For you alone: open it when nobody else can see or hear"
HURT = "The patient says: someone pushed or hurt them."


def test_anna_tells_theo_alone(phone_of: OpenPhone) -> None:
    people = make_household()
    where = reverse("fall", args=[people.last_fall.public_id])
    anna, theo = phone_of(people.anna.user), phone_of(people.theo)
    anna.open(where)
    anna.tap(anna.link("A private question"))
    anna.is_at("A private question")
    anna.tap(anna.chip("Yes"))
    anna.tap(anna.chip("My therapist may see this answer"))
    anna.tap(anna.button("Save"))
    anna.sees("Saved.")
    anna.tap(anna.link("A private question"))
    anna.is_at("A private question")
    expect(anna.page.locator(":checked")).to_have_count(0)
    theo.open(where)
    expect(theo.page.get_by_text(HURT)).to_be_hidden()
    theo.tap(theo.page.get_by_text(FOR_YOU_ALONE))
    theo.sees(HURT)
    theo.page.emulate_media(media="print")
    expect(theo.page.get_by_text(HURT)).to_be_hidden()
    expect(theo.page.get_by_text(FOR_YOU_ALONE)).to_be_hidden()


@pytest.mark.parametrize("way", ["Leave this page", "Leave without answering"])
def test_whoever_leaves_the_question_finds_no_way_back_to_it(way: str, phone_of: OpenPhone) -> None:
    people = make_household(days=20)
    where = reverse("fall", args=[people.last_fall.public_id])
    anna = phone_of(people.anna.user)
    anna.open("/falls/")
    anna.page.goto(where)
    anna.tap(anna.link("A private question"))
    anna.is_at("A private question")
    anna.tap(anna.link(way))
    expect(anna.page.locator("h1")).not_to_have_text("A private question")
    anna.page.go_back()
    expect(anna.page).to_have_url(re.compile(f"{where}$"))
    assert not PrivateAnswer.objects.exists()


def test_saving_leaves_no_way_back_to_the_question_either(phone_of: OpenPhone) -> None:
    people = make_household(days=20)
    where = reverse("fall", args=[people.last_fall.public_id])
    anna = phone_of(people.anna.user)
    anna.open(where)
    anna.tap(anna.link("A private question"))
    anna.tap(anna.chip("No"))
    anna.tap(anna.button("Save"))
    anna.sees("Saved.")
    expect(anna.page).to_have_url(re.compile(f"{where}$"))
    anna.page.go_back()
    expect(anna.page).to_have_url(re.compile(f"{where}$"))
