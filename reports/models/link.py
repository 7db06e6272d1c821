from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Patient

WRONG_TRIES_ALLOWED = 3


class ReportLinkQuerySet(models.QuerySet["ReportLink"]):
    def alive(self, at: datetime) -> Self:
        """Links that would show a report to whoever knows the code; none of a patient who is leaving."""
        return self.filter(
            ended_at=None,
            dies_at__gt=at,
            wrong_tries__lt=WRONG_TRIES_ALLOWED,
            patient__user__leaving_since=None,
        )


class ReportLink(models.Model):
    """A report shown for minutes to whoever has the link and knows its code. Only a keyed hash is kept."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="report_links")
    months = models.PositiveSmallIntegerField()
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    dies_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    looks = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager[ReportLink] | ReportLinkQuerySet] = ReportLinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(wrong_tries__lte=WRONG_TRIES_ALLOWED),
                name="a_report_link_bears_three_wrong_tries",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["patient", "made_at"], name="report_links_last_hour")]

    def __str__(self) -> str:
        return str(self.public_id)
