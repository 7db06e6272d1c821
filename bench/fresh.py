"""Seconds from a fall that is recorded to rates that hold it, with a worker running."""

import os
import time
from typing import TYPE_CHECKING

from bench.figures import Figure, show
from bench.system import demo_patient, prepare, record_a_fall

if TYPE_CHECKING:
    from accounts.models import Patient

FLOOR = 2.0  # seconds
WORK_FLOOR = 20.0  # ms
ROUNDS = 11
GIVE_UP = 30  # seconds


def measure(_size: int | None) -> Figure:
    prepare(redis=True)
    from tests.servers.worker import CeleryWorkerProcess

    patient = demo_patient(months=24)
    worker = CeleryWorkerProcess(redis_url=os.environ["REDIS_URL"]).start()
    try:
        seconds = [_until_fresh(patient) for _ in range(ROUNDS)]
    finally:
        worker.stop()
    work = show("work for one fall's rates", [_work(patient) for _ in range(ROUNDS)], "ms")
    fresh = show("from the fall to its rates", seconds, "s")
    if work > WORK_FLOOR:
        return Figure("fresh", work, "ms", WORK_FLOOR)
    return Figure("fresh", fresh, "s", FLOOR)


def _until_fresh(patient: "Patient") -> float:
    from accounts.jobs import start_soon
    from logs.models import DirtyMonth
    from logs.tasks import refresh_patient_rates

    before = time.monotonic()
    record_a_fall(patient)
    start_soon(refresh_patient_rates, patient.pk)
    while DirtyMonth.objects.filter(patient=patient).exists():
        if time.monotonic() - before > GIVE_UP:
            raise SystemExit(f"no fresh rates after {GIVE_UP} s")
        time.sleep(0.005)
    return time.monotonic() - before


def _work(patient: "Patient") -> float:
    """CPU of the task itself, in this process."""
    from django.utils import timezone

    from logs.rates import refresh_dirty

    record_a_fall(patient)
    before = time.process_time()
    refresh_dirty([patient.pk], now=timezone.now())
    return (time.process_time() - before) * 1000
