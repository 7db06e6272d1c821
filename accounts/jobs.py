"""Handing work to the workers without depending on the broker."""

import logging
import time
from typing import TYPE_CHECKING, Any

from kombu.exceptions import OperationalError

if TYPE_CHECKING:
    from celery import Task

log = logging.getLogger(__name__)

LEFT_ALONE_FOR = 5.0  # seconds, before a broker that did not answer is asked again


class _Broker:
    """When this process may ask the broker again: one that hangs would cost everybody a second."""

    ask_again_at = 0.0


def start_soon(task: "Task[Any, Any]", *args: int) -> bool:
    """Ask a worker to run the task now; call it after the commit that the task depends on.

    The rows that the task works on are already there, so a broker that is away costs a minute
    (until the next beat) and must not cost the person their answer. Whether the broker took it is
    for tasks that no beat makes up for.
    """
    if time.monotonic() < _Broker.ask_again_at:
        return False
    try:
        task.delay(*args)
    except (OperationalError, OSError):
        _Broker.ask_again_at = time.monotonic() + LEFT_ALONE_FOR
        log.warning("broker away, %s waits for the next beat", task.name)
        return False
    return True
