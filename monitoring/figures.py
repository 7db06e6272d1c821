"""Figures for Prometheus, of all processes on this machine together.

Each process writes its counts to files in PROMETHEUS_MULTIPROC_DIR; whoever is asked adds them up, and
looks up what belongs to the installation as a whole: backlog, rates that wait, heartbeats.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import redis
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Max, Min
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from accounts.models import AccountMail
from logs.models import DirtyMonth
from monitoring.health import ANSWERS_WITHIN
from monitoring.models import Heartbeat
from reminders.services.overview import overview

CONTENT_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

requests = Histogram(
    "fallrisk_request_seconds",
    "Time that requests took.",
    ("method", "route", "status"),
    buckets=SECONDS,
)
tasks = Histogram(
    "fallrisk_task_seconds", "Time that tasks took.", ("task", "outcome"), buckets=(*SECONDS, 60.0, 240.0)
)


class Installation(Collector):
    """What the database and the broker say when somebody asks."""

    def collect(self) -> Iterator[Metric]:
        with suppress(DatabaseError):
            yield from _rates()
            yield from _heartbeats()
            yield from _mails()
            yield from _deliveries()
        with suppress(redis.RedisError, OSError):
            yield from _backlog()


class Processes(MultiProcessCollector):
    """What the processes of this machine have counted."""

    def collect(self) -> Iterable[Metric]:
        # A process that has just begun has made its file and not filled it yet.
        begun = (file for file in Path(self._path).glob("*.db") if file.stat().st_size)
        found: Iterable[Metric] = self.merge(  # type: ignore[no-untyped-call]
            [str(file) for file in begun]
        )
        return found


def exposition() -> bytes:
    registry = counts()
    registry.register(Installation())
    return generate_latest(registry)


def counts() -> CollectorRegistry:
    registry = CollectorRegistry()
    Processes(registry)  # type: ignore[no-untyped-call]
    return registry


def _rates() -> Iterator[Metric]:
    waiting = DirtyMonth.objects.aggregate(number=Count("first"), oldest=Min("marked_at"))
    yield GaugeMetricFamily(
        "fallrisk_rates_waiting_months", "Months whose rates do not match the diary yet.", waiting["number"]
    )
    age = (timezone.now() - waiting["oldest"]).total_seconds() if waiting["oldest"] else 0
    yield GaugeMetricFamily("fallrisk_rates_oldest_wait_seconds", "How long the oldest has waited.", age)


def _heartbeats() -> Iterator[Metric]:
    gauge = GaugeMetricFamily(
        "fallrisk_heartbeat_age_seconds", "Since the youngest heartbeat of a kind.", labels=("kind",)
    )
    now = timezone.now()
    beats = Heartbeat.objects.filter(start_id=settings.START_ID).values("kind").annotate(at=Max("beaten_at"))
    for kind, at in beats.values_list("kind", "at"):
        gauge.add_metric([kind], (now - at).total_seconds())
    yield gauge


def _mails() -> Iterator[Metric]:
    waiting = AccountMail.objects.filter(gave_up=False).count()
    yield GaugeMetricFamily("fallrisk_account_mails_waiting", "Mails promised and not sent.", waiting)


def _deliveries() -> Iterator[Metric]:
    found = overview(now=timezone.now())
    age = found.behind.total_seconds()
    yield GaugeMetricFamily("fallrisk_deliveries_waiting", "Digests and reminders to be sent.", found.waiting)
    yield GaugeMetricFamily("fallrisk_deliveries_oldest_wait_seconds", "How late the oldest one is.", age)
    gauge = GaugeMetricFamily(
        "fallrisk_deliveries_ended_day",
        "Those that ended within the last day.",
        labels=("kind", "state", "why"),
    )
    for each in found.ended:
        gauge.add_metric([each.kind, each.state, each.why], each.number)
    yield gauge


def _backlog() -> Iterator[Metric]:
    gauge = GaugeMetricFamily("fallrisk_queue_tasks", "Tasks that wait for a worker.", labels=("queue",))
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=ANSWERS_WITHIN, socket_connect_timeout=ANSWERS_WITHIN
    ) as client:
        for queue in settings.TASK_QUEUES:
            gauge.add_metric([queue], float(client.llen(queue)))
    yield gauge
