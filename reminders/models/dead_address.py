from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import User


class DeadAddress(models.Model):
    """An address that mail came back from. Nothing of ours goes there until its account says it works."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="dead_addresses")
    address = models.EmailField()
    since = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[DeadAddress]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "address"], name="an_address_dies_once"),
        ]

    def __str__(self) -> str:
        return f"dead address of {self.account}"
