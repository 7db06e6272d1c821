"""Redis or a worker is gone: falls are logged all the same, and rates catch up with the next pass."""

import time
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from accounts.models import Patient
from logs.domain.vocabulary import WindowKind
from logs.models import DirtyMonth, Fall, FallRate
from logs.tasks import refresh_dirty_rates
from tests.api.client import Program, a_fall
from tests.conftest import _celery_on
from tests.faults.web import API, Web
from tests.people import fall, make_patient
from tests.servers.redis import RedisServer
from tests.servers.worker import CeleryWorkerProcess

WAIT = 60  # seconds for a worker that has lost Redis to find it again


@pytest.fixture
def worker(transactional_db: None, redis: RedisServer) -> Iterator[Callable[[], CeleryWorkerProcess]]:
    """Starts workers on the Redis that this test may kill; what the test itself asks for reaches them."""
    started: list[CeleryWorkerProcess] = []

    def start() -> CeleryWorkerProcess:
        started.append(CeleryWorkerProcess(redis_url=redis.url))
        return started[-1].start()

    with _celery_on(redis.url):
        yield start
    for one in started:
        print(one.log.read_text()[-4000:])  # shown where the test fails
        one.stop()


def all_kinds(web: Web, patient: Patient) -> list[int]:
    """A fall by the one address, a fall by the other, an answered day and what was said about one."""
    key = Program(patient.user).headers
    one = a_fall()
    asked = [
        web.ask("POST", f"{API}falls/", one, headers=key),
        web.ask("POST", f"{API}falls/", one, headers=key),
        web.ask("POST", f"{API}entries/", {"operations": [{"type": "fall", **a_fall()}]}, headers=key),
    ]
    asked.append(
        web.ask(
            "PATCH", f"{API}falls/{asked[0].json['id']}/", {"version": 1, "place": "kitchen"}, headers=key
        )
    )
    return [told.status for told in asked]


def falls_in_rates(patient: Patient) -> int:
    rates = FallRate.objects.filter(patient=patient, window=WindowKind.MONTH)
    return sum(rates.values_list("falls", flat=True))


def passes_until_fresh() -> None:
    """The pass of every minute, as beat asks for it, until nothing is left to do."""
    last = time.monotonic() + WAIT
    while DirtyMonth.objects.exists():
        assert time.monotonic() < last, "the rates did not catch up"
        refresh_dirty_rates.delay()
        time.sleep(0.5)


def test_without_redis_falls_are_logged_and_rates_catch_up(
    web: Web, redis: RedisServer, worker: Callable[[], CeleryWorkerProcess]
) -> None:
    anna = make_patient()
    worker()
    assert all_kinds(web, anna) == [201, 200, 200, 200]
    redis.kill()
    assert all_kinds(web, anna) == [201, 200, 200, 200]
    assert Fall.objects.count() == 4
    assert DirtyMonth.objects.exists()
    redis.revive()
    passes_until_fresh()
    assert falls_in_rates(anna) == 4
    assert all_kinds(web, anna) == [201, 200, 200, 200]
    passes_until_fresh()
    assert falls_in_rates(anna) == 6


def test_a_redis_that_forgot_everything_costs_a_pass_and_no_work(
    web: Web, redis: RedisServer, worker: Callable[[], CeleryWorkerProcess]
) -> None:
    anna = make_patient()
    assert all_kinds(web, anna) == [201, 200, 200, 200]  # the messages wait for a worker
    redis.kill()
    redis.revive()
    worker()
    passes_until_fresh()
    assert falls_in_rates(anna) == 2


def test_a_worker_killed_in_the_middle_leaves_rates_that_the_next_pass_sets_right(
    worker: Callable[[], CeleryWorkerProcess],
) -> None:
    anna = make_patient()
    fall(anna)
    first = worker()
    with transaction.atomic():
        # Whoever computes rates waits for this: the task has begun and cannot end.
        Patient.objects.select_for_update(no_key=True).get(pk=anna.pk)
        refresh_dirty_rates.delay()
        wait_until(lambda: "refresh_dirty_rates" in first.answers("inspect", "active", "--json"))
        first.kill()
    assert DirtyMonth.objects.exists()
    assert falls_in_rates(anna) == 0
    worker()
    passes_until_fresh()
    assert falls_in_rates(anna) == 1


def wait_until(happens: Callable[[], bool]) -> None:
    last = time.monotonic() + WAIT
    while not happens():
        assert time.monotonic() < last
