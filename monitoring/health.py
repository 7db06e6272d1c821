"""Whether everything that the product needs is there: each "ok", or a reason in words."""

from datetime import datetime

import redis
from django.conf import settings
from django.db import DatabaseError, connection

from monitoring.heartbeats import fresh
from monitoring.models import Kind
from reminders.services.overview import overview

OK = "ok"
ANSWERS_WITHIN = 1.0  # seconds
UNKNOWN = "unknown while the database does not answer"


def readiness(*, now: datetime) -> dict[str, str]:
    found = {"database": _database(), "broker": _broker(), "worker": UNKNOWN, "scheduler": UNKNOWN}
    if found["database"] == OK:
        found |= _processes(now)
    return found


def delivery(*, now: datetime) -> dict[str, object]:
    """How mails and reminders go; it takes nobody out of service, because pages need none of it."""
    try:
        found = overview(now=now)
    except DatabaseError:
        return {"delivery": UNKNOWN, "deliveries": {}}
    figures = {
        "last_runs": found.last_runs,
        "next_digest": found.digest_at,
        "waiting": found.waiting,
        "oldest_wait_seconds": int(found.behind.total_seconds()),
        "failed_within_a_day": found.failed,
    }
    return {"delivery": found.trouble or OK, "deliveries": figures}


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "the database does not answer"
    return OK


def _broker() -> str:
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=ANSWERS_WITHIN, socket_connect_timeout=ANSWERS_WITHIN
        ) as client:
            client.ping()
    except (redis.RedisError, OSError):
        return "Redis does not answer"
    return OK


def _processes(now: datetime) -> dict[str, str]:
    try:
        served = {queue for worker in fresh(Kind.WORKER, now=now) for queue in worker.queues}
        scheduled = fresh(Kind.SCHEDULER, now=now).exists()
    except DatabaseError:
        return {"database": "the database does not answer as it should"}
    waiting = [queue for queue in settings.TASK_QUEUES if queue not in served]
    return {
        "worker": f"no worker serves {', '.join(waiting)}" if waiting else OK,
        "scheduler": OK if scheduled else "no scheduler has said anything for a while",
    }
