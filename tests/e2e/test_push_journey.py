"""Anna answers from her locked screen: sealed by our sender, opened for her phone alone, shown, pressed,
and through the phone's outbox in her diary once."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Patient
from logs.domain.vocabulary import DayAnswer
from logs.models import DiaryDay, Fall
from reminders.domain.kinds import Kind
from reminders.domain.outcomes import Outcome
from reminders.models import PushSubscription
from reminders.services.messages import answered_message, diary_message, reminder_message
from reminders.services.push import push_to
from reminders.services.vapid import vapid_key
from tests.e2e.conftest import TakePhone
from tests.e2e.installed import InstalledPhone
from tests.e2e.notified import Notifications
from tests.e2e.phone_memory import records
from tests.guests import nobody_tried_before
from tests.logs.test_tasks import eventually
from tests.people import PASSWORD, make_patient
from tests.servers.push_service import PushService
from tests.servers.web import WebServer

__all__ = ["nobody_tried_before"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nobody_tried_before"),
]

NO_FALLS, FELL = "no_falls", "fell"
FOR_LATER = "Something was logged here while nobody was signed in. Was this you?"


@pytest.fixture
def installation(
    transactional_db: None, redis_url: str, collected_files: Path, push_service: PushService
) -> Iterator[WebServer]:
    """The product as people run it, allowed to ask that push service."""
    server = WebServer(redis_url=redis_url, STATIC_ROOT=str(collected_files), PUSH_HOSTS=push_service.origin)
    yield server.start()
    server.stop()


def a_day() -> date:
    """Not this day: what the message names is what counts, whenever somebody presses."""
    return timezone.now().date() - timedelta(days=2)


def on_a_phone_of(
    person: Patient, take_phone: TakePhone, push_service: PushService
) -> tuple[InstalledPhone, Notifications]:
    phone = take_phone()
    phone.sign_in(person.user)
    notifications = Notifications(phone)
    notifications.turn_on(push_service.subscription(key=vapid_key().public))
    return phone, notifications


def asked_about(person: Patient, day: date, push_service: PushService) -> Any:
    """What a phone can open of the message that our sender sends."""
    assert list(push_to(account=person.user, message=diary_message(day)).values()) == [Outcome.TAKEN]
    return push_service.received[-1]


def answered() -> list[tuple[Patient, date, str | None]]:
    days = DiaryDay.objects.exclude(answer=None).order_by("date")
    return [(day.patient, day.date, day.answer) for day in days]


def owners(phone: InstalledPhone) -> list[str | None]:
    return [one["owner"] for one in records(phone.page, "outbox")]


def come_back(phone: InstalledPhone, person: Patient) -> None:
    phone.open("/sign-in/")
    phone.page.get_by_label("Email").fill(person.user.email)
    phone.page.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.tap(phone.button("Sign in"))
    phone.is_home()


def test_no_falls_from_the_locked_screen_is_one_day_in_her_diary_and_opens_nothing(
    take_phone: TakePhone, push_service: PushService
) -> None:
    anna, day = make_patient("Anna"), a_day()
    phone, notifications = on_a_phone_of(anna, take_phone, push_service)
    asked = json.loads(phone.page.evaluate("localStorage.subscribed"))
    assert asked == {"userVisibleOnly": True, "applicationServerKey": vapid_key().public}
    [row] = PushSubscription.objects.all()
    assert (row.account, row.browser) == (anna.user, "Chrome")
    before = [page.url for page in phone.context.pages]

    notifications.brings(asked_about(anna, day - timedelta(days=1), push_service) | {"tag": "diary"})
    shown = notifications.brings(asked_about(anna, day, push_service) | {"tag": "diary"})
    assert (shown["title"], shown["body"]) == ("Footing", "How was your day?")
    assert [each["title"] for each in shown["actions"]] == ["No falls today", "I fell"]
    assert shown["data"] == {"day": day.isoformat(), "owner": str(anna.user.public_id), "path": "/"}
    assert phone.page.request.get(shown["badge"]).ok
    assert phone.page.request.get(shown["icon"]).ok
    assert notifications.press(NO_FALLS, times=2) == []
    phone.has_sent_all()
    assert answered() == [(anna, day, DayAnswer.NO_FALLS)]
    assert notifications.shown(0) == []
    assert [page.url for page in phone.context.pages] == before
    assert not phone.complaints
    assert push_service.refused == []


def test_a_test_that_she_sends_herself_comes_by_a_worker_has_no_buttons_and_opens_the_app(
    take_phone: TakePhone, push_service: PushService, celery_worker_process: Callable[..., Any]
) -> None:
    celery_worker_process(PUSH_HOSTS=push_service.origin)
    anna = make_patient("Anna")
    phone, notifications = on_a_phone_of(anna, take_phone, push_service)
    phone.tap(phone.button("Send me a test"))
    phone.sees("A test is on its way to 1 phone.")
    assert eventually(lambda: bool(push_service.received)), push_service.refused
    shown = notifications.brings(push_service.received[0])
    assert (shown["title"], shown["body"]) == ("Footing", "This is a test. Reminders will look like this.")
    assert shown["actions"] == []
    assert notifications.press() == ["/"]
    assert answered() == []
    assert not Fall.objects.exists()


def test_a_question_that_is_answered_makes_room_for_a_thank_you_without_a_sound_that_goes_by_itself(
    take_phone: TakePhone, push_service: PushService
) -> None:
    anna, day = make_patient("Anna"), a_day()
    _phone, notifications = on_a_phone_of(anna, take_phone, push_service)
    notifications.brings(asked_about(anna, day, push_service))
    push_to(account=anna.user, message=answered_message(day, wanted_for=timedelta(hours=1)))
    shown = notifications.brings(push_service.received[-1])
    assert (shown["body"], shown["silent"], shown["actions"]) == ("Today is answered. Thank you.", True, [])
    assert notifications.shown(0) == []


def test_a_reminder_opens_what_it_is_about(take_phone: TakePhone, push_service: PushService) -> None:
    anna = make_patient("Anna")
    _phone, notifications = on_a_phone_of(anna, take_phone, push_service)
    message = reminder_message(Kind.HEAD_CHECK, path="/reminders/x/", wanted_for=timedelta(hours=1))
    push_to(account=anna.user, message=message)
    shown = notifications.brings(push_service.received[-1])
    assert (shown["title"], shown["body"], shown["actions"]) == ("Footing", "How are you today?", [])
    assert notifications.press() == ["/reminders/x/"]


def test_i_fell_saves_one_fall_and_opens_the_app_at_safety(
    take_phone: TakePhone, push_service: PushService
) -> None:
    anna = make_patient("Anna", emergency_number="911")
    phone, notifications = on_a_phone_of(anna, take_phone, push_service)
    notifications.brings(asked_about(anna, a_day(), push_service))
    before = timezone.now() - timedelta(minutes=1)
    [address] = notifications.press(FELL)
    phone.has_sent_all()
    [fall] = Fall.objects.all()
    assert (fall.patient, address) == (anna, f"/log/#{fall.entry_id}")
    assert before < fall.occurred_at < timezone.now() + timedelta(minutes=1)
    assert answered() == []
    notifications.opens(address)
    phone.is_at("Are you hurt?")
    phone.sees("Calls 911")


def test_a_phone_that_was_signed_out_says_no_more_than_the_question_and_writes_nobodys_name(
    take_phone: TakePhone, push_service: PushService
) -> None:
    anna, ben, day = make_patient("Anna"), make_patient("Ben"), a_day()
    phone, notifications = on_a_phone_of(anna, take_phone, push_service)
    payload = asked_about(anna, day, push_service)
    notifications.brings(payload)
    phone.open("/sign-out/")
    phone.tap(phone.button("Sign out"))
    phone.is_at("A fall diary for people with MS")
    assert notifications.shown(0) == []
    assert not PushSubscription.objects.exists()
    assert phone.page.evaluate("localStorage.subscribed") is None

    # One was on its way already.
    assert notifications.brings(payload)["actions"] == []
    assert notifications.press(NO_FALLS) == []
    come_back(phone, ben)
    assert notifications.brings(payload)["actions"] == []
    [address] = notifications.press(FELL)
    notifications.opens(address)
    phone.is_at("Are you hurt?")
    assert owners(phone) == [None, None]
    phone.open("/")
    phone.sees(FOR_LATER)
    assert answered() == []
    assert not Fall.objects.exists()


def test_a_phone_whose_clock_is_days_off_answers_the_day_that_it_was_asked_about(
    take_phone: TakePhone, push_service: PushService
) -> None:
    anna, day = make_patient("Anna"), a_day()
    phone, notifications = on_a_phone_of(anna, take_phone, push_service)
    notifications.worker.evaluate(
        """() => {
          const Right = Date;
          const late = 3 * 86400000;
          self.Date = class extends Right {
            constructor(...told) { super(...(told.length > 0 ? told : [Right.now() - late])); }
            static now() { return Right.now() - late; }
          };
        }"""
    )
    notifications.brings(asked_about(anna, day, push_service))
    assert notifications.press(NO_FALLS) == []
    phone.has_sent_all()
    assert answered() == [(anna, day, DayAnswer.NO_FALLS)]


def test_a_phone_that_keeps_nothing_shows_the_question_and_opens_the_buttons_that_say_so(
    take_phone: TakePhone, push_service: PushService
) -> None:
    anna = make_patient("Anna")
    phone, notifications = on_a_phone_of(anna, take_phone, push_service)
    payload = asked_about(anna, a_day(), push_service)
    notifications.brings(payload)
    notifications.worker.evaluate(
        "() => { IDBObjectStore.prototype.add = () => { throw new DOMException('', 'QuotaExceededError'); } }"
    )
    assert notifications.press(FELL) == ["/log/#fall"]
    notifications.brings(payload)
    assert notifications.press(NO_FALLS) == ["/log/#no_falls"]
    notifications.worker.evaluate(
        "() => { IDBObjectStore.prototype.get = () => { throw new DOMException('', 'UnknownError'); }; }"
    )
    assert notifications.brings(payload)["actions"] == []
    assert notifications.press() == ["/"]
    notifications.opens("/log/#fall")
    expect(phone.page.locator("[data-kind=fall]")).to_be_focused()


def test_without_a_network_both_wait_and_arrive_when_the_app_is_opened_with_one(
    take_phone: TakePhone, push_service: PushService, installation: WebServer
) -> None:
    anna, day = make_patient("Anna"), a_day()
    phone, notifications = on_a_phone_of(anna, take_phone, push_service)
    payload = asked_about(anna, day, push_service)
    phone.open("about:blank")
    installation.stop()
    notifications.brings(payload)
    assert notifications.press(NO_FALLS) == []
    notifications.brings(payload)
    [address] = notifications.press(FELL)
    # Chromium lets no worker ask to be woken while no page is open: the next page sends.
    assert answered() == []
    notifications.opens(address)
    phone.is_at("Are you hurt?")
    assert owners(phone) == [str(anna.user.public_id)] * 2

    phone.open("about:blank")
    installation.start()
    phone.open("/")
    phone.has_sent_all()
    assert answered() == [(anna, day, DayAnswer.NO_FALLS)]
    assert [fall.patient for fall in Fall.objects.all()] == [anna]


def test_while_her_session_is_over_an_answer_from_the_locked_screen_waits_for_her(
    take_phone: TakePhone, push_service: PushService
) -> None:
    anna, day = make_patient("Anna"), a_day()
    phone, notifications = on_a_phone_of(anna, take_phone, push_service)
    notifications.brings(asked_about(anna, day, push_service))
    Session.objects.all().delete()
    assert notifications.press(NO_FALLS) == []
    assert answered() == []
    assert owners(phone) == [str(anna.user.public_id)]
    come_back(phone, anna)
    phone.has_sent_all()
    assert answered() == [(anna, day, DayAnswer.NO_FALLS)]
