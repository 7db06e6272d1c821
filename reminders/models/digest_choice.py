from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from reminders.domain.digest_times import (
    DEFAULT_HOUR,
    DEFAULT_WEEKDAY,
    LATEST_HOUR,
    DigestTime,
    next_slot,
    own_minutes,
)
from reminders.domain.weeks import DAYS, IsoWeek


class DigestChoiceQuerySet(models.QuerySet["DigestChoice"]):
    def due(self, now: datetime) -> Self:
        return self.filter(next_at__lte=now).order_by("next_at", "pk")


class DigestChoice(models.Model):
    """How somebody wants the weekly digest: whether at all, when, and how much may stand in a mail.

    `last_week` is the last one that a digest was promised for, or that is not to have one. `next_at` is
    worked out from the rest by `plan`, and null while the digest is off.
    """

    account = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="digest_choice"
    )
    is_on = models.BooleanField(default=True)
    weekday = models.PositiveSmallIntegerField(default=DEFAULT_WEEKDAY)
    hour = models.PositiveSmallIntegerField(default=DEFAULT_HOUR)
    time_zone = models.CharField(max_length=64)
    only_news = models.BooleanField(default=False)
    # Whether the mail itself may hold numbers: asked for after a warning, which is kept as a consent.
    numbers = models.BooleanField(default=False)
    last_week = models.CharField(max_length=8)
    next_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[DigestChoice] | DigestChoiceQuerySet] = DigestChoiceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(weekday__range=(1, DAYS), hour__lte=LATEST_HOUR), name="mornings_of_digests"
            ),
            models.CheckConstraint(
                condition=Q(is_on=True, next_at__isnull=False) | Q(is_on=False, next_at=None),
                name="a_digest_that_is_on_is_due_some_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["next_at"], name="digests_due")]

    def __str__(self) -> str:
        return f"digest of {self.account}"

    @property
    def times(self) -> DigestTime:
        return DigestTime(
            weekday=self.weekday,
            hour=self.hour,
            time_zone=self.time_zone,
            minutes=own_minutes(self.account.public_id),
        )

    def plan(self, now: datetime) -> None:
        """Set `next_at`; the caller saves. Call it after any other change."""
        done = IsoWeek.read(self.last_week)
        self.next_at = next_slot(self.times, now=now, done=done) if self.is_on else None

    def is_due(self, now: datetime) -> bool:
        return self.next_at is not None and self.next_at <= now
