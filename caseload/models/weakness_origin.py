from __future__ import annotations

from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import Patient, User
from caseload.domain.weakness import Origin


class WeaknessOriginQuerySet(models.QuerySet["WeaknessOrigin"]):
    def visible_to(self, viewer: User) -> Self:
        """Of patients whose symptoms are open; that the viewer is their therapist is asked where the patient
        is found."""
        return self.filter(patient__in=Patient.objects.visible_to(viewer, Scope.SYMPTOMS))

    def with_people(self) -> Self:
        """With whom their words name, professions included."""
        return self.select_related("made_by__therapist")

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class WeaknessOrigin(models.Model):
    """What a therapist found weakness to come from. It never changes: the newest one holds."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    # Makes a second press the same finding.
    op_id = models.UUIDField()
    origin = models.CharField(max_length=7)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[WeaknessOrigin] | WeaknessOriginQuerySet] = (
        WeaknessOriginQuerySet.as_manager()
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "op_id"], name="one_weakness_origin_for_an_op_id"),
            models.CheckConstraint(condition=Q(origin__in=list(Origin)), name="known_origins_of_weakness"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["patient", "-made_at"], name="weakness_origins_newest_first"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
