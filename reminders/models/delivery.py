from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from reminders.domain.kinds import Channel, Kind, State, Why


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> Self:
        """Those that somebody should send now, the longest waiting first."""
        return self.free(now).filter(next_try_at__lte=now).order_by("next_try_at", "pk")

    def free(self, now: datetime) -> Self:
        """Nobody has them, or whoever had them is long silent."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lt=now), state=State.WAITING)

    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def claimed_by(self, claim: object) -> Self:
        return self.filter(claim=claim, state=State.WAITING)


class Delivery(models.Model):
    """Something promised to one account about one thing and period, and what became of it.

    The row is the promise: a message to a worker may be lost, the row is not. `letter` is what the mail
    server was told, or is about to be, and goes when the mail server has it: whoever has to send it a
    second time sends the same.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    period = models.CharField(max_length=60)  # "2026-W48", "2026-11-27", or the id of what it is about
    state = models.CharField(max_length=10, default=State.WAITING)
    why = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField()
    last_at = models.DateTimeField()  # after it nobody wants it any more
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    letter: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True)
    # Since when it should have left, where something keeps it: the mail server, the limit, a pause.
    held_since = models.DateTimeField(null=True)
    # An operator asked for it by hand: no morning is waited for.
    at_once = models.BooleanField(default=False)
    # How often it was sent again, on purpose, after the mail server had it: each is a mail of its own.
    copies = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager[Delivery] | DeliveryQuerySet] = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "kind", "period"], name="promised_once"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="known_kinds_of_deliveries"),
            models.CheckConstraint(
                condition=Q(state__in=list(State), why__in=["", *Why], channel__in=["", *Channel]),
                name="known_words_of_deliveries",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, ended_at=None)
                | (~Q(state=State.WAITING) & Q(ended_at__isnull=False, letter=None)),
                name="what_has_ended_holds_no_letter",
            ),
            models.CheckConstraint(condition=Q(last_at__gte=F("made_at")), name="wanted_for_a_while"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at", "id"], condition=Q(state=State.WAITING), name="deliveries_waiting"
            ),
            models.Index(fields=["ended_at"], name="deliveries_ended"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
