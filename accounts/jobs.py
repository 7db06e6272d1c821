"""Handing work to the workers without depending on the broker."""

import logging
from typing import TYPE_CHECKING, Any

from kombu.exceptions import OperationalError

if TYPE_CHECKING:
    from celery import Task

log = logging.getLogger(__name__)


def start_soon(task: "Task[Any, Any]", *args: int) -> None:
    """Ask a worker to run the task now; call it after the commit that the task depends on.

    The rows that the task works on are already there, so a broker that is away costs a minute
    (until the next beat) and must not cost the person their answer.
    """
    try:
        task.delay(*args)
    except (OperationalError, OSError):
        log.warning("broker away, %s waits for the next beat", task.name)
