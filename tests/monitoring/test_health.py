"""What an operator is told about an installation that is well, and about one that is not."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from monitoring.heartbeats import beat, forget_old, fresh
from monitoring.models import Heartbeat, Kind
from monitoring.tasks import forget_heartbeats
from reminders.models import Delivery
from reminders.services.pausing import pause
from tests.people import make_patient
from tests.reminders.promises import promised

pytestmark = pytest.mark.django_db

EVERY_QUEUE = ["celery", "passes"]


def ready() -> tuple[int, dict[str, str]]:
    answer = Client().get("/health/ready")
    found = answer.json()
    found.pop("deliveries")
    return answer.status_code, found


def silence(kind: Kind, seconds: int) -> None:
    Heartbeat.objects.filter(kind=kind).update(beaten_at=timezone.now() - timedelta(seconds=seconds))


@pytest.fixture
def well(redis_url: str, settings: Settings) -> None:
    settings.REDIS_URL = redis_url
    beat(Kind.WORKER, "a worker", EVERY_QUEUE)
    beat(Kind.SCHEDULER, "the scheduler")


def test_a_process_that_answers_is_live() -> None:
    answer = Client().get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies


def test_with_everything_there_it_is_ready(well: None) -> None:
    keys = ("database", "broker", "worker", "scheduler", "delivery")
    assert ready() == (200, dict.fromkeys(keys, "ok"))


def test_a_pause_is_named_and_takes_no_page_out_of_service(well: None) -> None:
    pause(now=timezone.now())
    status, found = ready()
    assert status == 200
    assert str(found["delivery"]).startswith("sending is paused since")


def test_what_waits_and_what_failed_is_told_in_figures_without_anybodys_name(well: None) -> None:
    promised(make_patient().user)
    Delivery.objects.update(next_try_at=timezone.now() - timedelta(minutes=75))
    found = Client().get("/health/ready").json()
    assert found["delivery"] == "mails wait, the oldest one for 75 minutes"
    assert (found["deliveries"]["waiting"], found["deliveries"]["failed_within_a_day"]) == (1, {})
    assert found["deliveries"]["oldest_wait_seconds"] >= 75 * 60
    assert found["deliveries"]["next_digest"].startswith("2026-12-")
    assert set(found["deliveries"]["last_runs"]) == {"digests"}


def test_a_dead_scheduler_shows_within_three_minutes(well: None) -> None:
    silence(Kind.SCHEDULER, 140)
    assert ready()[0] == 200
    silence(Kind.SCHEDULER, 180)
    status, found = ready()
    assert status == 503
    assert found["scheduler"] == "no scheduler has said anything for a while"
    assert found["worker"] == "ok"


def test_a_queue_without_a_worker_is_named(well: None) -> None:
    silence(Kind.WORKER, 180)
    beat(Kind.WORKER, "another worker", ["celery"])
    status, found = ready()
    assert (status, found["worker"]) == (503, "no worker serves passes")


def test_heartbeats_of_an_earlier_start_do_not_count(well: None, settings: Settings) -> None:
    settings.START_ID = "today's start"
    status, found = ready()
    assert status == 503
    assert found["worker"] == "no worker serves celery, passes"
    beat(Kind.WORKER, "a worker", EVERY_QUEUE)
    assert ready()[1]["worker"] == "ok"


def test_without_redis_the_broker_is_named(well: None, settings: Settings) -> None:
    settings.REDIS_URL = "unix:///nobody/listens.sock"
    status, found = ready()
    assert (status, found["broker"]) == (503, "Redis does not answer")
    assert found["database"] == "ok"


def test_without_the_database_it_says_so_and_does_not_fail(well: None, settings: Settings) -> None:
    def away(*_query: object) -> None:
        raise DatabaseError("FATAL: role of a password")

    with connection.execute_wrapper(away):
        status, found = ready()
    assert status == 503
    assert found["database"] == "the database does not answer"
    assert found["worker"].startswith("unknown")
    assert found["delivery"] == found["worker"]
    assert "password" not in str(found)


def test_a_heartbeat_that_cannot_be_written_costs_nothing_else() -> None:
    def away(*_query: object) -> None:
        raise DatabaseError

    with connection.execute_wrapper(away):
        beat(Kind.WORKER, "a worker", EVERY_QUEUE)
    assert not Heartbeat.objects.exists()


def test_a_process_has_one_heartbeat_and_yesterdays_go() -> None:
    for _minute in range(3):
        beat(Kind.WORKER, "a worker", EVERY_QUEUE)
    assert fresh(Kind.WORKER, now=timezone.now()).count() == 1
    forget_heartbeats()
    assert Heartbeat.objects.count() == 1
    forget_old(now=timezone.now() + timedelta(days=2))
    assert not Heartbeat.objects.exists()


def test_health_is_asked_without_https_from_within(well: None, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/health/ready").status_code == 200
    assert Client().get("/").status_code == 301
