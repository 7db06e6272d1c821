"""Workers and rates: fresh within seconds, and no mark lost while a worker counts."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.jobs import start_soon
from accounts.models import Patient
from logs import rates
from logs.counts import count_by_month
from logs.models import DirtyMonth, FallRate
from logs.summaries import rates_summary
from logs.tasks import (
    refresh_all_rates,
    refresh_dirty_rates,
    refresh_patient_rates,
    refresh_rates_after_midnight,
)
from tests.people import fall, make_patient

WAIT = 15  # seconds


def eventually(true: Callable[[], bool]) -> bool:
    last = time.monotonic() + WAIT
    while time.monotonic() < last:
        if true():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.django_db(transaction=True)
def test_a_worker_turns_a_logged_fall_into_a_fresh_rate_within_seconds(
    celery_worker_process: Callable[..., Any],
) -> None:
    celery_worker_process()
    patient = make_patient()
    fall(patient)
    assert not rates_summary(patient, timezone.now()).is_fresh
    start_soon(refresh_patient_rates, patient.pk)
    assert eventually(lambda: rates_summary(patient, timezone.now()).is_fresh)
    assert FallRate.objects.filter(patient=patient, falls=1).exists()


@pytest.mark.django_db(transaction=True)
def test_a_pass_over_everybody_reaches_the_worker(celery_worker_process: Callable[..., Any]) -> None:
    celery_worker_process()
    patient = make_patient()
    start_soon(refresh_all_rates)
    assert eventually(lambda: FallRate.objects.filter(patient=patient).exists())


@pytest.mark.django_db
def test_without_a_broker_the_fall_is_kept_and_the_next_beat_finds_its_mark() -> None:
    patient = make_patient()
    fall(patient)
    start_soon(refresh_patient_rates, patient.pk)
    assert DirtyMonth.objects.filter(patient=patient).exists()
    refresh_dirty_rates()
    assert not DirtyMonth.objects.filter(patient=patient).exists()
    assert FallRate.objects.filter(patient=patient, falls=1).exists()


@pytest.mark.django_db
def test_passes_without_a_broker_end_quietly() -> None:
    make_patient()
    refresh_all_rates()
    refresh_rates_after_midnight()


class Pause:
    """Stops one thread inside a refresh, after the marks are cleared and before anything is counted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        count = count_by_month

        def paused(*args: Any, **options: Any) -> Any:
            self.reached.set()
            assert self.go_on.wait(WAIT)
            return count(*args, **options)

        monkeypatch.setattr(rates, "count_by_month", paused)


@pytest.fixture
def pause(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pause]:
    pause = Pause(monkeypatch)
    yield pause
    pause.go_on.set()


def in_a_thread(work: Callable[[], object]) -> threading.Thread:
    """The work on a database connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def refreshed(patient: Patient) -> None:
    for _done in rates.refresh_rates([patient.pk], now=timezone.now()):
        pass


@pytest.mark.django_db(transaction=True)
def test_a_fall_logged_while_a_worker_counts_is_counted_or_still_marked(pause: Pause) -> None:
    patient = make_patient()
    fall(patient, at=timezone.now() - timedelta(hours=5))
    worker = in_a_thread(lambda: refreshed(patient))
    assert pause.reached.wait(WAIT)
    writer = in_a_thread(lambda: fall(patient))
    time.sleep(0.3)
    pause.go_on.set()
    worker.join(WAIT)
    writer.join(WAIT)
    assert not worker.is_alive()
    assert not writer.is_alive()
    assert patient.falls.count() == 2
    assert DirtyMonth.objects.filter(patient=patient).exists(), "the second fall's mark outlives the refresh"
    refresh_dirty_rates()
    row = FallRate.objects.filter(patient=patient, window="12_months").latest("first")
    assert row.falls == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_leave_one_right_row() -> None:
    patient = make_patient()
    fall(patient)
    workers = [in_a_thread(lambda: refreshed(patient)) for _number in range(4)]
    for worker in workers:
        worker.join(WAIT)
    assert rates_summary(patient, timezone.now()).is_fresh
    assert {
        row.falls
        for row in FallRate.objects.filter(patient=patient, window="12_months", last__gte=timezone.now())
    } == {1}


@pytest.mark.django_db(transaction=True)
def test_many_falls_and_refreshes_at_once_end_with_every_fall_counted() -> None:
    patient = make_patient()
    stop = threading.Event()

    def keep_refreshing() -> None:
        while not stop.is_set():
            refresh_dirty_rates()

    worker = in_a_thread(keep_refreshing)
    writers = [in_a_thread(lambda: [fall(patient) for _number in range(5)]) for _writer in range(3)]
    for writer in writers:
        writer.join(WAIT)
    stop.set()
    worker.join(WAIT)
    refresh_dirty_rates()
    row = FallRate.objects.filter(patient=patient, window="12_months").latest("first")
    assert row.falls == patient.falls.count() == 15
