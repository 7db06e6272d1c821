"""Days without signal in WebKit, which has no Background Sync and tells no page that the network is back."""

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Patient
from ledger.models import Operation
from logs.domain.vocabulary import DayState, Injury, Kind
from logs.models import DiaryDay, Fall
from tests.e2e.line import Line
from tests.servers.web import WebServer
from tests.webkit.browser import WebKit
from tests.webkit.conftest import EMERGENCY, PERSON
from tests.webkit.phone import WebKitPhone

SESSION = "GET /api/v1/session/"
ENTRIES = "POST /api/v1/entries/"
ONE_WAITS = "1 entry is only on this phone"
NO_ANSWER = "No answer from the server."


@pytest.fixture
def line(web: WebServer) -> Iterator[Line]:
    line = Line(web.port)
    yield line
    line.close()


def lose_signal(phone: WebKitPhone, web: WebServer) -> None:
    """And the app is opened anew: nothing of it runs, and nothing of it can be fetched."""
    web.stop()
    phone.webkit.restart()
    phone.open("/")
    phone.sees("There is no connection.")


def fall_on_the_floor(phone: WebKitPhone) -> None:
    """With the first three answers."""
    phone.tap("I fell")
    phone.is_at("Are you hurt?")
    phone.sees("Saved on this phone.")
    phone.tap("I am all right")
    phone.tap("Yes")
    phone.tap("Next")
    phone.is_at("When was it?")
    phone.tap("Next")
    phone.is_at("Any injuries?")
    phone.tap("Bruise")
    phone.keeps("bruise")
    phone.open("/log/")
    phone.is_home()


def near_fall(phone: WebKitPhone) -> None:
    phone.tap("Near fall")
    phone.is_at("When was it?")
    phone.sees("Saved on this phone.")
    phone.open("/log/")
    phone.is_home()


def test_what_anna_logs_from_a_cold_start_survives_two_ends_and_arrives_once_by_itself(
    phone: WebKitPhone, web: WebServer, anna: Patient
) -> None:
    lose_signal(phone, web)
    moments = [timezone.now()]
    for log in (fall_on_the_floor, near_fall, near_fall):
        log(phone)
        moments.append(timezone.now())
    phone.tap("7 days not answered")
    phone.tap("No falls on these 7 days")
    phone.sees("No falls on these 7 days.")
    phone.webkit.lose_power()
    phone.open("/")
    phone.sees("4 entries are not sent yet")
    phone.webkit.restart()
    phone.open("/log/#waiting")
    phone.is_at("4 entries are only on this phone")
    assert not Fall.objects.exists()

    web.start()
    phone.is_at("Everything is sent")
    arrived = list(Fall.objects.order_by("pk"))
    assert [fall.kind for fall in arrived] == [Kind.FALL, Kind.NEAR_FALL, Kind.NEAR_FALL]
    for fall, (before, after) in zip(arrived, pairwise(moments), strict=True):
        assert before < fall.occurred_at == fall.made_at < after
    assert (arrived[0].landed_on_floor, arrived[0].injuries) == (True, [Injury.BRUISE])
    told = Operation.objects.order_by("made_at").values_list("type", flat=True)
    assert list(told) == ["fall", "fall_change", "fall_change", "fall", "fall", "diary_sweep"]
    assert quiet_days_of(anna) == [arrived[0].local_date - timedelta(days=ago) for ago in range(7, 0, -1)]


def test_answers_of_a_station_and_answers_that_are_lost_take_nothing_away(
    line: Line, webkit: WebKit, anna: Patient
) -> None:
    phone = WebKitPhone(webkit, line.origin)
    phone.sign_in(anna.user)
    line.is_a_portal()
    asked = len(line.of(SESSION))
    phone.open("/log/")
    fall_on_the_floor(phone)
    phone.webkit.restart()
    phone.open("/log/#waiting")
    phone.is_at(ONE_WAITS)
    phone.waits_until(lambda: len(line.of(SESSION)) > asked, "the phone does not ask the portal")
    assert not line.of(ENTRIES)

    line.loses_answers_to(ENTRIES)
    phone.open("/log/#waiting")
    phone.waits_until(lambda: any("lost" in sent.told for sent in line.of(ENTRIES)), "nothing is sent")
    phone.is_at(ONE_WAITS)
    recorded = Fall.objects.get()
    line.is_fine()
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    first, again = [json.loads(asked.sent)["operations"] for asked in line.of(ENTRIES)[-2:]]
    assert first == again
    assert Operation.objects.count() == len(first) == 3
    arrived = Fall.objects.get()
    assert (arrived.entry_id, arrived.version) == (recorded.entry_id, recorded.version)


def test_an_ended_session_keeps_what_waits_until_anna_signs_in(
    phone: WebKitPhone, web: WebServer, anna: Patient
) -> None:
    web.stop()
    phone.open("/log/")
    fall_on_the_floor(phone)
    Session.objects.all().delete()
    web.start()
    phone.open("/log/#waiting")
    phone.is_at(ONE_WAITS)
    phone.tap("Sign in to send")
    phone.fill_in(anna.user)
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    arrived = Fall.objects.get()
    assert (arrived.patient, arrived.made_by, arrived.landed_on_floor) == (anna, anna.user, True)


def test_whoever_takes_the_phone_after_anna_signed_out_reads_nothing_of_hers(
    phone: WebKitPhone, anna: Patient
) -> None:
    hers = (str(anna.user.public_id), "Carl", PERSON, EMERGENCY)
    phone.tap("I fell")
    phone.is_at("Are you hurt?")
    assert phone.number_of("I need help now") == f"tel:{EMERGENCY}"
    phone.tap("I cannot get up")
    phone.sees("Call Carl")
    assert all(one in phone.kept for one in hers)
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    # WebDriver loses sight of a page of More that it goes back to; nothing of the phone's own is there.
    phone.open("/sign-out/")
    phone.tap("Sign out")
    phone.sees("Password")
    assert not [one for one in hers if one in phone.kept]
    for _page in range(5):
        phone.goes_back()
        assert not [one for one in hers if one in phone.browser.page_source]
    phone.open("/log/")
    phone.is_home()
    assert "to finish" not in phone.text
    phone.tap("I fell")
    phone.is_at("Are you hurt?")
    assert phone.number_of("I need help now") == "tel:112"
    phone.tap("I cannot get up")
    phone.sees("What to do now")
    assert not [one for one in hers if one in phone.browser.page_source]


def test_the_safety_screen_dials_her_own_numbers_without_a_network(
    phone: WebKitPhone, web: WebServer
) -> None:
    lose_signal(phone, web)
    phone.tap("I fell")
    phone.is_at("Are you hurt?")
    assert phone.number_of("I need help now") == f"tel:{EMERGENCY}"
    phone.tap("I hit my head")
    phone.sees("You told us you take medicine that thins the blood.")
    phone.tap("I cannot get up")
    assert phone.number_of("Call Carl") == "tel:+447700900123"
    assert phone.number_of(f"Call {EMERGENCY}") == f"tel:{EMERGENCY}"


def quiet_days_of(patient: Patient) -> list[object]:
    quiet = DiaryDay.objects.filter(patient=patient, state=DayState.NO_FALLS)
    return list(quiet.order_by("date").values_list("date", flat=True))
