"""Where Celery's processes beat: the worker beside its pool, the scheduler with its own ticks."""

import os
import time
from typing import Any

from celery import bootsteps
from celery.beat import PersistentScheduler

EVERY = 60.0  # seconds

# Celery's application is made before Django's models are there: they come with the first beat.


class WorkerHeart(bootsteps.StartStopStep):
    """In the worker's main process: it goes on while tasks run, and ends when the worker does."""

    requires = ("celery.worker.components:Timer", "celery.worker.components:Pool")

    def __init__(self, parent: Any, **options: Any) -> None:  # noqa: ANN401 - Celery's own
        super().__init__(parent, **options)
        self.timer: Any = None

    def start(self, parent: Any) -> None:  # noqa: ANN401 - the worker
        queues = sorted(parent.app.amqp.queues.consume_from)
        instance = f"{parent.hostname}/{os.getpid()}"
        _beat("worker", instance, queues)
        self.timer = parent.timer.call_repeatedly(EVERY, _beat, ("worker", instance, queues))

    def stop(self, parent: Any) -> None:  # noqa: ANN401 - the worker
        if self.timer is not None:
            self.timer.cancel()


class BeatingScheduler(PersistentScheduler):
    """Beats when it ticks, so that one that hangs falls silent."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - Celery's own
        super().__init__(*arguments, **options)
        self.beaten_at = float("-inf")

    def tick(self, *arguments: Any, **options: Any) -> float:  # noqa: ANN401 - Celery's own
        wait: float = super().tick(*arguments, **options)
        if time.monotonic() - self.beaten_at >= EVERY:
            self.beaten_at = time.monotonic()
            _beat("scheduler", f"{os.uname().nodename}/{os.getpid()}", [])
        return min(wait, EVERY)


def _beat(kind: str, instance: str, queues: list[str]) -> None:
    from django.db import connection

    from monitoring.heartbeats import beat
    from monitoring.models import Kind

    beat(Kind(kind), instance, queues)
    # These processes have no other business with the database, and a worker's may be forked.
    connection.close()
