"""What stands on a locked screen, and what a push service between may know of it."""

import json
import re
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from reminders.domain.devices import Device, device_of
from reminders.domain.messages import Action, Kind, Message, Urgency
from reminders.domain.outcomes import Outcome, outcome_of
from tests.reminders.phones import ANDROID

DAY = date(2026, 11, 24)
ASKED = Message(
    kind=Kind.DIARY,
    title="Footing",
    body="How was your day?",
    tag="diary-2026-11-24",
    actions=(Action(name="no_falls", title="No falls today"), Action(name="fell", title="I fell")),
    day=DAY,
)
TRIED = Message(kind=Kind.TEST, title="Footing", body="This is a test.", tag="test")


def test_the_service_worker_finds_what_it_was_promised() -> None:
    owner = uuid4()
    assert json.loads(ASKED.payload(owner=owner)) == {
        "kind": "diary",
        "title": "Footing",
        "body": "How was your day?",
        "tag": "diary-2026-11-24",
        "day": "2026-11-24",
        "actions": [
            {"action": "no_falls", "title": "No falls today"},
            {"action": "fell", "title": "I fell"},
        ],
        "path": "/",
        "owner": str(owner),
    }
    tried = json.loads(TRIED.payload(owner=owner))
    assert (tried["day"], tried["actions"]) == (None, [])


def test_a_question_about_a_day_is_not_kept_until_the_next_morning() -> None:
    assert ASKED.seconds_to_live == 4 * 3600
    assert ASKED.urgency == Urgency.NORMAL


def test_a_message_is_not_kept_for_longer_than_it_is_wanted() -> None:
    assert replace(ASKED, wanted_for=60).seconds_to_live == 60
    assert replace(ASKED, wanted_for=24 * 3600).seconds_to_live == 4 * 3600
    assert replace(ASKED, wanted_for=-1).seconds_to_live == 0


def test_a_test_comes_while_somebody_looks_or_not_at_all() -> None:
    assert TRIED.seconds_to_live == 300
    assert TRIED.urgency == Urgency.HIGH


def test_a_topic_is_one_that_push_services_take_and_tells_them_nothing() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,32}", ASKED.topic)
    assert "diary" not in ASKED.topic
    assert ASKED.topic != TRIED.topic


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.TAKEN),
        (201, Outcome.TAKEN),
        (202, Outcome.TAKEN),
        (204, Outcome.TAKEN),
        (301, Outcome.REFUSED),
        (307, Outcome.REFUSED),
        (400, Outcome.REFUSED),
        (401, Outcome.REFUSED),
        (403, Outcome.REFUSED),
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (413, Outcome.REFUSED),
        (429, Outcome.BUSY),
        (500, Outcome.BUSY),
        (503, Outcome.BUSY),
    ],
)
def test_what_a_push_service_answers_has_a_name(status: int, outcome: Outcome) -> None:
    assert outcome_of(status) == outcome


MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("user_agent", "browser", "system"),
    [
        (ANDROID, "Chrome", "Android"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0", "Firefox", "Android"),
        (ANDROID.replace("Chrome/", "SamsungBrowser/28.0 Chrome/"), "Samsung Internet", "Android"),
        (IPHONE + "Version/18.5 Mobile/15E148 Safari/604.1", "Safari", "iPhone"),
        (IPHONE + "CriOS/141.0.7390.96 Mobile/15E148 Safari/604.1", "Chrome", "iPhone"),
        (WINDOWS + "Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0", "Edge", "Windows"),
        (MAC + "605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15", "Safari", "Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox", "Linux"),
        ("curl/8.5.0", "", ""),
        ("", "", ""),
    ],
)
def test_a_phone_is_called_what_its_owner_calls_it(user_agent: str, browser: str, system: str) -> None:
    assert device_of(user_agent) == Device(browser=browser, system=system)
