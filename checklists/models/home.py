from __future__ import annotations

from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from accounts.models import Patient


class HomeQuerySet(models.QuerySet["Home"]):
    def current(self) -> Self:
        return self.filter(until=None)


class Home(models.Model):
    """Where a patient lives, from a local date to a local date. Walks and hazards belong to one."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="homes")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager[Home] | HomeQuerySet] = HomeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["patient"], condition=Q(until=None), name="one_current_home_of_a_patient"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_home_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
