from __future__ import annotations

from typing import ClassVar

from django.db import models


class MailMinute(models.Model):
    """How many mails all workers together have taken on in one minute, so that they keep to a limit."""

    minute = models.DateTimeField(primary_key=True)
    mails = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[MailMinute]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.minute:%Y-%m-%d %H:%M}: {self.mails}"
