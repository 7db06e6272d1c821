"""A fall on the phone becomes a fresh rate by a real worker, and who may read it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.domain.vocabulary import Scope
from accounts.models import Patient
from logs.rates import refresh_rates
from tests.e2e.conftest import OpenPhone
from tests.e2e.household import make_household
from tests.e2e.phone import Phone
from tests.people import fall, make_link, make_patient, make_therapist
from tests.servers.worker import CeleryWorkerProcess

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEWS = "Being worked out"
# From a tap to a fresh number: 2 s are promised, the page asks every second; slow machines get some more.
SOON = 8_000


def test_a_fall_on_the_phone_becomes_a_fresh_rate_on_an_open_page(
    phone_of: OpenPhone, celery_worker_process: Callable[..., CeleryWorkerProcess]
) -> None:
    people = make_household()
    mine, big = phone_of(people.anna.user), phone_of(people.anna.user, width=1280, height=800)
    big.open("/rates/")
    big.sees_no(NEWS)
    before = falls_this_month(big)
    mine.open("/")
    mine.tap(mine.button("I fell"))
    mine.is_at("Are you hurt?")
    mine.has_sent_all()
    big.open("/rates/")
    big.sees(NEWS)
    assert falls_this_month(big) == before

    celery_worker_process()
    expect(big.page.get_by_text(NEWS)).to_have_count(0, timeout=SOON)
    assert falls_this_month(big) == before + 1

    mine.open("/")
    mine.tap(mine.button("I fell"))
    mine.is_at("Are you hurt?")
    mine.has_sent_all()
    big.open("/rates/")
    expect(big.page.get_by_text(NEWS)).to_have_count(0, timeout=SOON)
    assert falls_this_month(big) == before + 2

    theos = phone_of(people.theo, width=1280, height=800)
    theos.open("/patients/")
    theos.tap(theos.page.get_by_role("link", name="Anna", exact=True))
    theos.is_at("Anna")
    assert falls_this_month(theos) == before + 2
    assert number(theos) == number(big)


def test_a_therapists_next_click_on_any_page_finds_nothing_once_anna_ended_the_link(
    phone_of: OpenPhone,
) -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    now = timezone.now()
    for days in range(45):
        fall(anna, at=now - timedelta(days=days, minutes=1))
    make_link(anna, theo, Scope.FALLS, Scope.SYMPTOMS)
    list(refresh_rates([anna.pk], now=now))
    clicks = pages_left_open(phone_of(theo, width=1280, height=800).page, anna)

    mine = phone_of(anna.user)
    mine.open("/people/")
    mine.tap(mine.page.get_by_role("button", name="End access Theo"))
    mine.sees("no longer sees your diary")
    for click in clicks:
        click.click()
        expect(click.page.locator("h1")).to_have_text("Page not found")
        assert "Anna" not in click.page.content()


def pages_left_open(first: Page, anna: Patient) -> list[Locator]:
    """Every page that the therapist has of Anna's, each with what will be clicked next."""
    whose = f"/patients/{anna.public_id}/"
    known = anna.falls.earliest("occurred_at")
    left = [
        ("/patients/", "Anna"),
        (whose, "Diary"),
        (whose, "All falls"),
        (f"{whose}diary/{known.local_date:%Y-%m}/", "Fall"),
        (f"{whose}falls/", "Fall"),
        (f"{whose}falls/", "Next"),
        (f"/falls/?patient={anna.public_id}", "Next"),
        (f"/falls/{known.public_id}/", "All falls"),
    ]
    found = []
    for address, words in left:
        page = first.context.new_page()
        page.goto(address)
        found.append(page.locator("#screen").get_by_role("link", name=words).first)
        expect(found[-1]).to_be_visible()
    return found


def falls_this_month(phone: Phone) -> int:
    """What the newest row of "Show the numbers" says; it is opened as a person would."""
    table = phone.page.locator("table", has=phone.page.get_by_text("By calendar month"))
    if not table.is_visible():
        phone.tap(phone.page.get_by_text("Show the numbers"))
    return int(table.locator("tbody tr").first.locator("td").first.inner_text())


def number(phone: Phone) -> str:
    return phone.page.locator(".figure-number").inner_text()
