"""A server that is away, hangs or is busy, a line that loses answers: nothing is lost and nothing doubled."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Patient
from logs.domain.vocabulary import DayState, Kind
from logs.models import DiaryDay, Fall
from tests.e2e.conftest import TakePhone
from tests.e2e.installed import InstalledPhone
from tests.e2e.line import Line
from tests.e2e.outbox import keep, quiet_day
from tests.people import PASSWORD, make_patient
from tests.servers.web import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENTRIES = "POST /api/v1/entries/"
SESSION = "GET /api/v1/session/"
FALL = "I fell"
NEAR_FALL = "Near fall"
PRESSED = """() => {
  window.pressed = [];
  addEventListener("click", ({ target }) => pressed.push(target.closest("a, button")?.innerText));
}"""
BUSY = json.dumps({"code": "unavailable", "message": "Away.", "errors": []})


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


@pytest.fixture
def phone(anna: Patient, take_phone: TakePhone) -> InstalledPhone:
    phone = take_phone()
    phone.is_signed_in_as(anna.user)
    return phone


@pytest.fixture
def line(phone: InstalledPhone) -> Line:
    return phone.line


def log(phone: InstalledPhone, kind: str = FALL) -> None:
    phone.tap(phone.button(kind))
    phone.is_at("Are you hurt?" if kind == FALL else "When was it?")
    phone.sees("Saved on this phone.")


def kinds_of(patient: Patient) -> list[str]:
    return list(Fall.objects.filter(patient=patient).order_by("occurred_at").values_list("kind", flat=True))


def wait_until(phone: InstalledPhone, done: Callable[[], bool]) -> None:
    last = time.monotonic() + 20
    while not done():
        assert time.monotonic() < last
        phone.page.wait_for_timeout(50)


def wait_for_falls(phone: InstalledPhone, count: int) -> None:
    wait_until(phone, lambda: Fall.objects.count() >= count)
    assert Fall.objects.count() == count


def test_with_the_server_away_a_shaking_thumb_logs_and_all_arrives_once_when_it_is_back(
    anna: Patient, phone: InstalledPhone, installation: WebServer
) -> None:
    installation.stop()
    assert phone.page.evaluate("navigator.onLine")
    phone.open("/")
    phone.sees("There is no connection. You can log all the same")
    phone.page.evaluate(PRESSED)
    phone.taps_twice(phone.button(FALL))
    phone.is_at("Are you hurt?")
    assert set(phone.page.evaluate("pressed")) <= {FALL, None}
    phone.sees("Saved on this phone.")
    phone.open("/")
    log(phone, NEAR_FALL)
    phone.open("/")
    phone.sees("2 entries are not sent yet")
    installation.start()
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    assert kinds_of(anna) == [Kind.FALL, Kind.NEAR_FALL]
    assert {fall.version for fall in Fall.objects.all()} == {1}


def test_home_that_does_not_come_gives_way_to_three_buttons_in_three_seconds(
    anna: Patient, phone: InstalledPhone, line: Line
) -> None:
    line.hangs()
    began = time.monotonic()
    phone.open("/")
    expect(phone.button(FALL)).to_be_visible()
    assert 3 <= time.monotonic() - began < 6
    log(phone)
    line.is_fine()
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    assert kinds_of(anna) == [Kind.FALL]


def test_a_station_that_answers_everything_with_its_own_page_takes_no_entry_away(
    anna: Patient, phone: InstalledPhone, line: Line
) -> None:
    line.is_a_portal()
    log(phone)
    phone.open("/log/#waiting")
    phone.is_at("1 entry is only on this phone")
    phone.tap(phone.button("Send now"))
    phone.sees("No answer from the server. Everything stays here and is tried again by itself.")
    phone.open("/")
    phone.is_at("Welcome to the station")
    line.is_fine()
    phone.open("/")
    phone.is_home()
    wait_for_falls(phone, 1)
    assert kinds_of(anna) == [Kind.FALL]
    expect(phone.link("Not sent yet")).to_be_hidden()


def test_a_fall_whose_answer_was_lost_on_the_way_is_sent_again_and_is_the_same_fall(
    anna: Patient, phone: InstalledPhone, line: Line
) -> None:
    line.loses_answers_to(ENTRIES)
    log(phone)
    wait_for_falls(phone, 1)
    phone.open("/log/#waiting")
    phone.is_at("1 entry is only on this phone")
    line.is_fine()
    phone.page.reload()
    phone.is_at("Everything is sent")
    assert line.of(ENTRIES)[-1].outcomes() == ["already_recorded"]
    assert kinds_of(anna) == [Kind.FALL]


def test_thirty_entries_outlive_an_ended_session(anna: Patient, phone: InstalledPhone) -> None:
    now = timezone.now()
    days = [(now - timedelta(days=n)).date() for n in range(30, 0, -1)]
    owner = str(anna.user.public_id)
    Session.objects.all().delete()
    keep(phone, [quiet_day(f"{day}", owner=owner, made_at=now.isoformat()) for day in days])
    phone.open("/")
    phone.tap(phone.link("Not sent yet: 30"))
    phone.is_at("30 entries are only on this phone")
    phone.tap(phone.link("Sign in to send"))
    phone.page.get_by_label("Email").fill(anna.user.email)
    phone.page.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.tap(phone.button("Sign in"))
    phone.is_home()
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    answered = DiaryDay.objects.filter(patient=anna, state=DayState.NO_FALLS, date__in=days)
    assert answered.count() == 30


def test_a_token_that_is_old_before_it_is_used_costs_one_more_handshake(
    anna: Patient, phone: InstalledPhone, line: Line
) -> None:
    line.alters(ENTRIES, "X-CSRFToken", "x" * 64)
    log(phone)
    wait_for_falls(phone, 1)
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    assert [asked.status for asked in line.of(ENTRIES)] == [403, 200]
    assert len(line.of(SESSION)) == 2
    assert kinds_of(anna) == [Kind.FALL]


def test_two_pages_and_the_browser_itself_send_at_once_and_a_fall_is_one_fall(
    anna: Patient, phone: InstalledPhone, line: Line
) -> None:
    line.is_a_portal()
    log(phone)
    phone.waits_until(
        "async () => (await (await navigator.serviceWorker.ready).sync.getTags()).includes('outbox')"
    )
    other = phone.context.new_page()
    other.goto("/log/#waiting")
    line.is_fine()
    before = len(line.of(ENTRIES))
    sync = phone.background_sync("outbox")
    other.evaluate("dispatchEvent(new Event('online'))")
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    sync()
    wait_for_falls(phone, 1)
    expect(other.locator("h1")).to_have_text("Everything is sent")
    assert kinds_of(anna) == [Kind.FALL]
    assert [asked.outcomes() for asked in line.of(ENTRIES)[before:]] == [["created"]]


def test_a_busy_server_is_not_asked_again_before_the_time_it_names(
    anna: Patient, phone: InstalledPhone, line: Line
) -> None:
    line.says(503, BUSY, to=ENTRIES, times=1, Retry_After="8")
    log(phone)
    wait_until(phone, lambda: len(line.of(ENTRIES)) > 0)
    phone.page.evaluate("location.hash = '#waiting'")
    phone.tap(phone.button("Send now"))
    phone.sees("The server is busy. Everything stays here and is tried again by itself.")
    phone.is_at("Everything is sent")
    line.says(429, BUSY, to=ENTRIES, times=1, Retry_After="5")
    phone.open("/log/")
    log(phone, NEAR_FALL)
    wait_until(phone, lambda: len(line.of(ENTRIES)) > 2)
    phone.open("/log/")
    wait_for_falls(phone, 2)
    asked = line.of(ENTRIES)
    wait_until(phone, lambda: asked[-1].status > 0)
    assert [one.status for one in asked] == [503, 200, 429, 200]
    pauses = [after.at - before.at for before, after in pairwise(asked)]
    assert pauses[0] >= 8
    assert pauses[2] >= 5
    assert kinds_of(anna) == [Kind.FALL, Kind.NEAR_FALL]
