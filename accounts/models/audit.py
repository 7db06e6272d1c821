from __future__ import annotations

from datetime import tzinfo
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Case, Count, F, Max, Min, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.domain.vocabulary import AuditAction
from accounts.models.user import User


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, account: User) -> Self:
        """Everything that others did with the account's data, and its own sign-ins."""
        return self.filter(patient_key=account.audit_key)

    def by_day(self, zone: tzinfo) -> models.QuerySet[AuditEvent, dict[str, Any]]:
        """Newest first: all reads of one kind by one person on one local day are one row, all else is alone.

        Each row says how many `times`, the `first` and `last` of them, and the key of the `newest`.
        """
        alone = Case(When(action=AuditAction.READ, then=None), default=F("pk"))
        days = self.annotate(day=TruncDate("at", tzinfo=zone), alone=alone)
        same = days.values("day", "actor_key", "action", "subject", "alone")
        counted = same.annotate(times=Count("pk"), first=Min("at"), last=Max("at"), newest=Max("pk"))
        return counted.order_by("-last", "-newest")


class AuditEvent(models.Model):
    """Who did what with whose data, when. Rows are added and never changed: the database refuses.

    Keys instead of foreign keys, and nothing personal: erasing a person removes what the keys point
    to and leaves the trail whole.
    """

    at = models.DateTimeField(default=timezone.now)
    actor_key = models.UUIDField(null=True)
    patient_key: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    action = models.CharField(max_length=20)
    subject = models.CharField(max_length=20)
    subject_key = models.UUIDField(null=True)
    detail: models.JSONField[dict[str, object]] = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[AuditEvent]] = AuditEventQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["patient_key", "-at"], name="who_looked"),
            models.Index(fields=["actor_key", "-at"], name="what_somebody_did"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
