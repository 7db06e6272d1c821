from __future__ import annotations

from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.utils import timezone

from accounts.models import Patient

QUESTION_LIMIT = 300


class ReportQuestionQuerySet(models.QuerySet["ReportQuestion"]):
    def open(self) -> Self:
        return self.filter(struck_at=None)


class ReportQuestion(models.Model):
    """Something that a patient wants to ask at the next appointment."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="report_questions")
    text = models.CharField(max_length=QUESTION_LIMIT)
    made_at = models.DateTimeField(default=timezone.now)
    struck_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[ReportQuestion] | ReportQuestionQuerySet] = (
        ReportQuestionQuerySet.as_manager()
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["patient", "struck_at"], name="questions_of_a_patient")]

    def __str__(self) -> str:
        return str(self.public_id)
