from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

THE_ONE = 1


class SendingPause(models.Model):
    """While it is there, nothing that was promised is sent: by no worker, and after no restart."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)
    since = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[SendingPause]] = models.Manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=THE_ONE), name="one_pause_of_sending")]

    def __str__(self) -> str:
        return f"paused since {self.since}"
