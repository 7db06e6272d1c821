"""A dead scheduler, and mails that wait, are told to the operator by the web processes themselves."""

import threading
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from monitoring.heartbeats import beat
from monitoring.models import Heartbeat, Kind, Watch
from monitoring.watch import look
from reminders.models import Delivery
from reminders.services.pausing import pause
from tests.people import make_patient
from tests.reminders.promises import promised
from tests.servers.smtp import ACCEPTED, SmtpBox
from tests.servers.web import WAIT, WebServer

pytestmark = pytest.mark.django_db

ADA = "ada@clinic.example"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def told(smtp_box: SmtpBox, settings: Settings) -> SmtpBox:
    settings.OPERATOR_EMAIL = ADA
    return smtp_box


def looks_each_minute(began: datetime, minutes: int) -> None:
    for minute in range(minutes):
        look(now=began + minute * MINUTE, is_first=minute == 0)


def scheduler_beat(at: datetime) -> None:
    beat(Kind.SCHEDULER, "the scheduler")
    Heartbeat.objects.update(beaten_at=at)


def overdue_by(age: timedelta, *, now: datetime) -> None:
    promised(make_patient().user)
    Delivery.objects.update(next_try_at=now - age)


def test_a_dead_scheduler_is_told_once_a_day_with_what_to_do(told: SmtpBox) -> None:
    now = timezone.now()
    scheduler_beat(now)
    looks_each_minute(now + 5 * MINUTE, 30)
    (mail,) = told.messages
    assert (mail["To"], mail["Subject"]) == (ADA, "Footing: digests and reminders do not go out")
    text = mail.get_content()
    assert "The scheduler has said nothing" in text
    assert "docker compose up -d beat" in text
    assert "waited" not in text
    look(now=now + timedelta(hours=23), is_first=False)
    assert len(told.messages) == 1
    look(now=now + timedelta(hours=25), is_first=False)
    assert len(told.messages) == 2


def test_a_scheduler_that_is_alive_is_no_news(told: SmtpBox) -> None:
    now = timezone.now()
    for minute in range(30):
        scheduler_beat(now + minute * MINUTE)
        look(now=now + minute * MINUTE, is_first=minute == 0)
    assert told.messages == []


def test_a_restart_of_the_scheduler_is_no_news(told: SmtpBox) -> None:
    now = timezone.now()
    scheduler_beat(now - 20 * MINUTE)
    looks_each_minute(now, 9)
    scheduler_beat(now + 9 * MINUTE)
    look(now=now + 10 * MINUTE, is_first=False)
    assert told.messages == []


def test_a_system_that_was_off_for_the_night_and_starts_is_no_news(told: SmtpBox) -> None:
    now = timezone.now()
    scheduler_beat(now - timedelta(hours=9))
    Watch.objects.create(trouble_since=now - timedelta(hours=9), seen_at=now - timedelta(hours=8.5))
    look(now=now, is_first=True)
    assert told.messages == []


def test_on_a_site_that_few_visit_it_is_told_at_the_second_visit(told: SmtpBox) -> None:
    now = timezone.now()
    look(now=now, is_first=True)
    look(now=now + timedelta(minutes=45), is_first=False)
    assert len(told.messages) == 1


def test_a_backlog_is_told_when_it_is_older_than_an_hour(told: SmtpBox) -> None:
    now = timezone.now()
    scheduler_beat(now + timedelta(hours=1))
    overdue_by(timedelta(minutes=45), now=now)
    looks_each_minute(now, 15)
    assert told.messages == []
    looks_each_minute(now + 16 * MINUTE, 12)
    (mail,) = told.messages
    assert "docker compose logs --tail=50 passes" in mail.get_content()
    assert "scheduler" not in mail.get_content()


def test_a_forgotten_pause_is_told_as_one(told: SmtpBox) -> None:
    now = timezone.now()
    scheduler_beat(now + timedelta(hours=1))
    overdue_by(timedelta(hours=2), now=now)
    pause(now=now)
    looks_each_minute(now, 12)
    (mail,) = told.messages
    assert "resume_sending" in mail.get_content()


def test_a_mail_server_that_is_away_is_asked_again_after_a_while(told: SmtpBox) -> None:
    told.answer = lambda _mail: "451 Not now"
    now = timezone.now()
    looks_each_minute(now, 15)
    assert told.messages == []
    told.answer = lambda _mail: ACCEPTED
    looks_each_minute(now + 15 * MINUTE, 10)
    assert len(told.messages) == 1


@pytest.mark.django_db(transaction=True)
def test_of_processes_that_see_it_at_once_one_tells_it(told: SmtpBox) -> None:
    now = timezone.now()
    Watch.objects.create(trouble_since=now - timedelta(hours=1), seen_at=now)

    def looks() -> None:
        look(now=now, is_first=False)
        connection.close()

    threads = [threading.Thread(target=looks) for _process in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told.messages) == 1


def test_without_an_operators_address_nobody_looks() -> None:
    Client().get("/health/live")
    assert not Watch.objects.exists()


@pytest.fixture
def web(transactional_db: None, redis_url: str, smtp_box: SmtpBox) -> Iterator[WebServer]:
    now = timezone.now()
    Watch.objects.create(trouble_since=now - timedelta(hours=1), seen_at=now)
    server = WebServer(redis_url=redis_url, workers=2, EMAIL_URL=smtp_box.url, OPERATOR_EMAIL=ADA)
    yield server.start()
    server.stop()


def test_a_real_web_process_tells_it_without_beat_worker_or_broker(web: WebServer, smtp_box: SmtpBox) -> None:
    last = time.monotonic() + WAIT
    while not smtp_box.messages:
        assert time.monotonic() < last, web.log.read_text()
        urllib.request.urlopen(f"{web.origin}/health/live", timeout=10).close()
        time.sleep(0.05)
    assert [mail["To"] for mail in smtp_box.messages] == [ADA]
