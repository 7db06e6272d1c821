from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Kind(models.TextChoices):
    WORKER = "worker"
    SCHEDULER = "scheduler"


THE_ONE = 1


class Watch(models.Model):
    """What the web processes saw when one of them last looked, and when the operator was told."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)
    trouble_since = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Watch]] = models.Manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=THE_ONE), name="one_watch")]

    def __str__(self) -> str:
        return f"trouble since {self.trouble_since}"


class Heartbeat(models.Model):
    """One process that says every minute that it is alive, and what it does."""

    kind = models.CharField(max_length=9, choices=Kind)
    # The process, not the machine: after a restart it is another one.
    instance = models.CharField(max_length=255)
    # The queues that a worker serves.
    queues: models.JSONField[list[str]] = models.JSONField(default=list)
    # Of which start of the whole system it is part; empty where processes start on their own.
    start_id = models.CharField(max_length=36, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    beaten_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Heartbeat]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "instance"], name="one_heartbeat_for_a_process"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="known_kinds_of_processes"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.instance}"
