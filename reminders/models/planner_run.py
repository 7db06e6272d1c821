from __future__ import annotations

from typing import ClassVar

from django.db import models


class PlannerRun(models.Model):
    """When work that comes every minute was last done, whoever did it."""

    name = models.CharField(max_length=30, primary_key=True)
    last_at = models.DateTimeField()

    objects: ClassVar[models.Manager[PlannerRun]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.name} at {self.last_at}"
