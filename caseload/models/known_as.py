from typing import ClassVar

from django.db import models

from accounts.models import Clinic, Patient


class KnownAs(models.Model):
    """The name by which a clinic knows a patient; nobody outside the clinic sees it."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="known_as")
    name = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "patient"], name="one_name_of_a_patient_in_a_clinic"),
        ]

    def __str__(self) -> str:
        return f"name at {self.clinic}"
