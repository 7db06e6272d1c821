from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Patient
from symptoms.domain.vocabulary import SymptomCode


class SymptomPin(models.Model):
    """A symptom that the patient wants to be asked every day, and its place among them from 0."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="symptom_pins")
    code = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()

    objects: ClassVar[models.Manager[SymptomPin]] = models.Manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "code"], name="a_symptom_is_pinned_once"),
            models.UniqueConstraint(fields=["patient", "position"], name="one_pin_at_a_place"),
            models.CheckConstraint(condition=Q(code__in=list(SymptomCode)), name="known_symptoms_are_pinned"),
        ]

    def __str__(self) -> str:
        return f"{self.patient} {self.position}: {self.code}"
