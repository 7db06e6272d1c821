"""How long tasks take, and how they end."""

import time
from typing import Any

from celery.signals import task_postrun, task_prerun, worker_ready
from django.conf import settings
from prometheus_client import start_http_server

from monitoring.figures import counts, tasks

_begun: dict[str, float] = {}


@task_prerun.connect
def task_begins(task_id: str, **_details: Any) -> None:  # noqa: ANN401 - Celery's own
    _begun[task_id] = time.monotonic()


@task_postrun.connect
def task_ends(task_id: str, task: Any, state: str, **_details: Any) -> None:  # noqa: ANN401 - Celery's own
    began = _begun.pop(task_id, None)
    if began is not None:
        tasks.labels(task.name, (state or "unknown").lower()).observe(time.monotonic() - began)


@worker_ready.connect
def show_figures(**_details: Any) -> None:  # noqa: ANN401 - Celery's own
    if settings.WORKER_METRICS_PORT:
        start_http_server(settings.WORKER_METRICS_PORT, registry=counts())
