from __future__ import annotations

from typing import ClassVar, Self
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import Patient, User
from checklists.models.assessment import Assessment
from checklists.models.checklist import ChecklistItem
from checklists.models.hazard import Hazard


class PhotoQuerySet(models.QuerySet["Photo"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(patient__in=Patient.objects.visible_to(viewer, Scope.HOME, Scope.PHOTOS))


class Photo(models.Model):
    """A picture of one item in one walk, or of a hazard that was dealt with; made anew by us."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="photos")
    entry_id = models.UUIDField(editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, null=True, related_name="photos")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, null=True, related_name="+")
    hazard = models.ForeignKey(Hazard, on_delete=models.CASCADE, null=True, related_name="photos")
    # Its name in the storage "photos"; who may read it is asked before it is opened.
    file = models.CharField(max_length=100)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[Photo] | PhotoQuerySet] = PhotoQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "entry_id"], name="one_photo_for_an_entry_id"),
            models.CheckConstraint(
                condition=Q(assessment__isnull=False, item__isnull=False, hazard=None)
                | Q(assessment=None, item=None, hazard__isnull=False),
                name="a_photo_is_of_an_item_or_a_hazard",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["received_at"], name="photos_by_age")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def version(self) -> None:
        """A photo never changes."""
