from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User


class ExportState(models.TextChoices):
    WAITING = "waiting"
    READY = "ready"
    GONE = "gone"


class ExportQuerySet(models.QuerySet["Export"]):
    def to_make(self, now: datetime) -> Self:
        """Nobody is at them: never begun, or whoever was has not been heard of since."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.filter(free, state=ExportState.WAITING)

    def over(self, now: datetime) -> Self:
        return self.filter(expires_at__lte=now).exclude(state=ExportState.GONE)


class Export(models.Model):
    """An archive that somebody asked for: made by a worker, downloaded once, dead after a day."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exports")
    state = models.CharField(max_length=7, default=ExportState.WAITING)
    # With what the person alone answered to "Did someone push or hurt you?".
    with_private_answers = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    # Null: never downloaded as a whole.
    taken_at = models.DateTimeField(null=True)
    # Its name in the storage "photos"; empty while there is none.
    file = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    objects: ClassVar[models.Manager[Export] | ExportQuerySet] = ExportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ExportState.values), name="known_states_of_exports"),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(file=""), name="a_ready_export_has_its_file"
            ),
            models.CheckConstraint(condition=Q(done__lte=F("steps")), name="no_more_done_than_there_is"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(state="waiting"), name="one_export_at_a_time"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "expires_at"], name="exports_by_end")]

    def __str__(self) -> str:
        return str(self.public_id)

    def is_being_taken(self, now: datetime) -> bool:
        """Somebody is downloading it, and is not done yet."""
        return self.state == ExportState.READY and self.claimed_until is not None and self.claimed_until > now
