"""Real workers and a real scheduler, and what they say of themselves."""

import time
from collections.abc import Callable

import pytest
import redis
from django.test import Client
from pytest_django.fixtures import Settings

from logs.tasks import refresh_all_rates, refresh_patient_rates
from monitoring.models import Heartbeat
from tests.servers.worker import CeleryWorkerProcess

START = {"START_ID": "a start of this test"}
WAIT = 20  # seconds

Start = Callable[..., CeleryWorkerProcess]


def until(said: Callable[[], bool]) -> None:
    last = time.monotonic() + WAIT
    while not said():
        assert time.monotonic() < last
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_worker_and_a_scheduler_that_have_just_started_make_it_ready(
    celery_worker_process: Start, settings: Settings, redis_url: str
) -> None:
    settings.REDIS_URL, settings.START_ID = redis_url, START["START_ID"]
    celery_worker_process(**START)
    celery_worker_process(program="beat", **START)
    until(lambda: Client().get("/health/ready").status_code == 200)
    kinds = dict(Heartbeat.objects.values_list("kind", "queues"))
    assert kinds == {"worker": ["celery", "passes"], "scheduler": []}


@pytest.mark.django_db(transaction=True)
def test_a_worker_for_one_queue_says_which(celery_worker_process: Start) -> None:
    celery_worker_process(queues="passes")
    until(Heartbeat.objects.exists)
    assert Heartbeat.objects.get().queues == ["passes"]


@pytest.mark.django_db(transaction=True)
def test_passes_over_everybody_wait_in_a_queue_of_their_own(
    celery_worker_process: Start, redis_url: str
) -> None:
    worker = celery_worker_process(queues="celery")
    refresh_all_rates.delay()
    refresh_patient_rates.delay(0)
    until(lambda: "logs.tasks.refresh_patient_rates" in worker.log.read_text())
    assert "logs.tasks.refresh_all_rates[" not in worker.log.read_text()
    with redis.Redis.from_url(redis_url) as broker:
        assert broker.llen("passes") == 1
        broker.delete("passes")
