"""One message to Anna's phones: who can read it, what became of it, and where it never goes."""

import json
import logging
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.jobs import start_soon
from accounts.models import User
from monitoring.logs import Line
from reminders.domain.outcomes import Outcome
from reminders.models import PushSubscription
from reminders.services import sending
from reminders.services.messages import diary_message, test_message
from reminders.services.push import push_to
from reminders.services.vapid import subject, vapid_key
from reminders.tasks import send_test_push
from tests.logs.test_tasks import eventually
from tests.people import fall, make_account, make_patient
from tests.reminders.phones import phone_of, silent_phone_of, turn_on
from tests.servers.push_service import PushService

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)
a_test = test_message  # pytest takes the name for a test of its own
del test_message


def push(account: User) -> list[Outcome]:
    return list(push_to(account=account, message=diary_message(DAY)).values())


def test_annas_phone_alone_reads_what_was_sent_and_knows_who_sent_it(push_service: PushService) -> None:
    anna = make_patient("Anna").user
    turn_on(anna, json.dumps(push_service.subscription(key=vapid_key().public)))
    assert push(anna) == [Outcome.TAKEN]
    [delivery] = push_service.deliveries
    assert delivery.payload == {
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
        "owner": str(anna.public_id),
    }
    assert delivery.claims["aud"] == push_service.origin
    assert delivery.claims["sub"] == subject()
    assert (delivery.headers["TTL"], delivery.headers["Urgency"]) == ("14400", "normal")
    assert delivery.headers["Topic"] == diary_message(DAY).topic
    assert "Cookie" not in delivery.headers


def test_a_message_for_another_sender_key_would_have_been_refused(push_service: PushService) -> None:
    anna = make_account("Anna")
    turn_on(anna, json.dumps(push_service.subscription(key="another installation's")))
    assert push(anna) == [Outcome.REFUSED]
    assert push_service.refused == ["another sender than the one that was subscribed to"]


def test_a_phone_with_other_keys_could_not_have_read_it(push_service: PushService) -> None:
    anna = make_account("Anna")
    told, other = push_service.subscription(), push_service.subscription()
    turn_on(anna, json.dumps(told | {"keys": other["keys"]}))
    assert push(anna) == [Outcome.REFUSED]
    assert "cannot be opened" in push_service.refused[0]


def test_nothing_of_the_person_is_in_any_message(push_service: PushService) -> None:
    anna = make_patient("Anna", person_name="Bert", person_number="+49 170 5550142")
    fall(anna, note="in the kitchen")
    phone_of(anna.user, push_service)
    for message in (a_test(), diary_message(DAY)):
        push_to(account=anna.user, message=message)
    assert len(push_service.received) == 2
    for delivery in push_service.deliveries:
        written = json.dumps([delivery.payload, delivery.claims, delivery.headers]).lower()
        for word in ("anna", "bert", "5550142", "kitchen", "sclerosis", "fall diary", str(anna.pk) + "/"):
            assert word not in written
        assert delivery.payload["body"] in (
            "How was your day?",
            "This is a test. Reminders will look like this.",
        )


def test_a_test_has_no_button_that_would_answer_a_day(push_service: PushService) -> None:
    anna = make_account("Anna")
    phone_of(anna, push_service)
    push_to(account=anna, message=a_test())
    [payload] = push_service.received
    assert (payload["kind"], payload["day"], payload["actions"]) == ("test", None, [])


def test_it_comes_to_each_of_her_phones_and_to_nobody_elses(push_service: PushService) -> None:
    anna, ben = make_account("Anna"), make_account("Ben")
    hers = {phone_of(anna, push_service).endpoint for _phone in range(2)}
    phone_of(ben, push_service)
    assert push(anna) == [Outcome.TAKEN, Outcome.TAKEN]
    assert {push_service.origin + delivery.endpoint for delivery in push_service.deliveries} == hers


def test_a_phone_that_took_one_says_when(push_service: PushService) -> None:
    anna = make_account("Anna")
    phone_of(anna, push_service)
    assert not PushSubscription.objects.exclude(last_ok_at=None).exists()
    push(anna)
    assert PushSubscription.objects.filter(last_ok_at__gt=timezone.now() - timedelta(minutes=1)).exists()


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_ended_its_subscription_is_forgotten(status: int, push_service: PushService) -> None:
    anna = make_account("Anna")
    phone_of(anna, push_service)
    push_service.status = status
    assert push(anna) == [Outcome.GONE]
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (429, Outcome.BUSY),
        (500, Outcome.BUSY),
        (503, Outcome.BUSY),
        (400, Outcome.REFUSED),
        (403, Outcome.REFUSED),
    ],
)
def test_a_push_service_in_trouble_costs_nobody_their_phone(
    status: int, outcome: Outcome, push_service: PushService
) -> None:
    anna = make_account("Anna")
    phone = phone_of(anna, push_service)
    push_service.status = status
    assert push(anna) == [outcome]
    phone.refresh_from_db()
    assert phone.last_ok_at is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_followed_anywhere(status: int, push_service: PushService) -> None:
    anna = make_account("Anna")
    phone_of(anna, push_service)
    push_service.status, push_service.location = status, f"{push_service.origin}/inside"
    assert push(anna) == [Outcome.REFUSED]
    assert len(push_service.asked) == 1


def test_a_push_service_that_does_not_answer_is_given_up(
    push_service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sending.TIMEOUT == 5
    monkeypatch.setattr(sending, "TIMEOUT", 0.3)
    anna = make_account("Anna")
    phone_of(anna, push_service)
    push_service.seconds = 2
    began = time.monotonic()
    assert push(anna) == [Outcome.UNREACHABLE]
    assert time.monotonic() - began < 1.5
    assert PushSubscription.objects.count() == 1


def test_one_that_drips_its_answer_is_given_up_too(
    push_service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT", 0.5)
    anna = make_account("Anna")
    phone_of(anna, push_service)
    push_service.drip = 0.1  # a byte always comes in time, the whole would take 7 seconds
    began = time.monotonic()
    assert push(anna) == [Outcome.UNREACHABLE]
    assert time.monotonic() - began < 3


def test_one_that_is_not_there_costs_the_other_phones_nothing(push_service: PushService) -> None:
    anna = make_account("Anna")
    gone = PushService()
    phone_of(anna, push_service)
    silent = phone_of(anna, push_service)
    PushSubscription.objects.filter(pk=silent.pk).update(endpoint=f"{gone.origin}/push/x")
    gone._server.server_close()
    outcomes = push_to(account=anna, message=a_test())
    assert outcomes[silent.public_id] == Outcome.NOT_ALLOWED
    assert list(outcomes.values()).count(Outcome.TAKEN) == 1


def test_a_host_that_an_operator_struck_off_is_not_sent_to(
    push_service: PushService, settings: Settings
) -> None:
    anna = make_account("Anna")
    phone_of(anna, push_service)
    settings.PUSH_HOSTS = ["fcm.googleapis.com"]
    assert push(anna) == [Outcome.NOT_ALLOWED]
    assert push_service.asked == []
    assert PushSubscription.objects.count() == 1


def test_a_closed_account_is_not_written_to(push_service: PushService) -> None:
    anna = make_account("Anna")
    phone_of(anna, push_service)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert push(anna) == []
    send_test_push(anna.pk)
    assert push_service.asked == []


def test_a_phone_that_changes_hands_while_others_are_written_to_stays_quiet(
    push_service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, ben = make_account("Anna"), make_account("Ben")
    shared = phone_of(anna, push_service)
    phone_of(anna, push_service)
    post = sending.post

    def handed_over_meanwhile(*arguments: Any, **options: Any) -> int:
        status = post(*arguments, **options)
        PushSubscription.objects.filter(pk=shared.pk).update(account=ben)
        return status

    monkeypatch.setattr("reminders.services.push.post", handed_over_meanwhile)
    assert push(anna) == [Outcome.TAKEN]
    assert len(push_service.received) == 1


def test_no_line_of_log_holds_an_address_or_a_message(
    push_service: PushService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    anna = make_account("Anna")
    phone = phone_of(anna, push_service)
    for push_service.status in (201, 500, 410):
        push(anna)
    silent_phone_of(anna)
    logged = "\n".join(map(Line().format, caplog.records))
    assert f"push subscription {phone.pk}: busy" in logged
    for word in (phone.endpoint, phone.endpoint.rpartition("/")[2], phone.auth, phone.p256dh, "your day"):
        assert word not in logged


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_sends_the_test_that_anna_asked_for(
    push_service: PushService, celery_worker_process: Callable[..., Any]
) -> None:
    celery_worker_process(PUSH_HOSTS=push_service.origin)
    anna = make_account("Anna")
    turn_on(anna, json.dumps(push_service.subscription(key=vapid_key().public)))
    assert start_soon(send_test_push, anna.pk)
    assert eventually(lambda: bool(push_service.received)), push_service.refused
    assert push_service.received[0]["owner"] == str(anna.public_id)
