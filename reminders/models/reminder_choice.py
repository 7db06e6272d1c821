from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Patient, User
from reminders.domain.digest_times import next_slot
from reminders.domain.due_evening import EveningTime, next_evening
from reminders.domain.due_weekly import weekly_time
from reminders.domain.kinds import Kind
from reminders.domain.quiet_hours import FROM, TO, QuietHours
from reminders.domain.ways import Way
from reminders.domain.weeks import IsoWeek


class ReminderChoiceQuerySet(models.QuerySet["ReminderChoice"]):
    def evening_due(self, now: datetime) -> Self:
        return self.filter(evening_at__lte=now).order_by("evening_at", "pk")

    def weekly_due(self, now: datetime) -> Self:
        return self.filter(weekly_at__lte=now).order_by("weekly_at", "pk")


class ReminderChoice(models.Model):
    """Which reminders somebody wants, how, and when not.

    Patients have a row; of others one is made when they choose. `last_evening` and `last_week` are what
    was promised last. `evening_at` and `weekly_at` are worked out from the rest by `plan`: null where there
    is nothing to ask, and for whoever keeps no diary.
    """

    account = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="reminder_choice"
    )
    unwanted: models.JSONField[list[str]] = models.JSONField(default=list)
    way = models.CharField(max_length=11, default=Way.PHONE_FIRST)
    quiet_from = models.TimeField(default=FROM)
    quiet_to = models.TimeField(default=TO)
    # The local day on which reminders begin again.
    paused_until = models.DateField(null=True)
    last_evening = models.DateField(null=True)
    last_week = models.CharField(max_length=8, blank=True)
    evening_at = models.DateTimeField(null=True)
    weekly_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[ReminderChoice] | ReminderChoiceQuerySet] = (
        ReminderChoiceQuerySet.as_manager()
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(way__in=list(Way)), name="known_ways_of_reminders"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["evening_at"], name="evenings_due"),
            models.Index(fields=["weekly_at"], name="weekly_looks_due"),
        ]

    def __str__(self) -> str:
        return f"reminders of {self.account}"

    def wants(self, kind: Kind) -> bool:
        return kind not in self.unwanted

    def is_paused(self, day: date) -> bool:
        return self.paused_until is not None and day < self.paused_until

    def quiet_hours(self, time_zone: str) -> QuietHours:
        return QuietHours(begin=self.quiet_from, end=self.quiet_to, time_zone=time_zone)

    def plan(self, patient: Patient, now: datetime) -> None:
        """Set when to ask next; the caller saves. Call it after any other change.

        An hour that has passed is made up for only where it was waited for: whoever sets their evening to
        an earlier hour is not asked at once.
        """
        late = self.evening_at is not None and self.evening_at <= now
        times = evening_of(patient) if self.wants(Kind.EVENING) else None
        self.evening_at = (
            next_evening(times, now=now, first=self._first_evening(), late=late) if times else None
        )
        weekly = weekly_time(self.account.public_id, patient.time_zone)
        done = IsoWeek.read(self.last_week) if self.last_week else None
        self.weekly_at = next_slot(weekly, now=now, done=done)

    def _first_evening(self) -> date | None:
        after = self.last_evening + timedelta(days=1) if self.last_evening else None
        return max((day for day in (after, self.paused_until) if day is not None), default=None)


def evening_of(patient: Patient) -> EveningTime | None:
    """None: they want no question."""
    if patient.reminder_time is None:
        return None
    return EveningTime(clock=patient.reminder_time, time_zone=patient.time_zone)
