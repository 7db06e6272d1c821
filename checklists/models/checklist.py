from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from accounts.domain.vocabulary import Role
from accounts.models import CareLink, Clinic, User
from checklists.domain.vocabulary import WEIGHTS, Effort, Room, Walkers

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def for_everybody(self) -> Self:
        return self.filter(clinic=None)

    def open_to(self, reader: User) -> Self:
        """For everybody, of the reader's clinics, and of clinics that treat the reader."""
        treated_by = CareLink.objects.active().filter(patient__user=reader, role=Role.THERAPIST)
        clinics = Q(clinic__in=Clinic.objects.of(reader)) | Q(clinic__in=treated_by.values("clinic"))
        return self.filter(Q(clinic=None) | clinics)

    def newest(self) -> Self:
        """Of each checklist the version that new assessments ask."""
        versions = Checklist.objects.filter(code=OuterRef("code")).order_by("-version")
        return self.filter(version=Subquery(versions.values("version")[:1]))


class Checklist(models.Model):
    """One version of a checklist, as it was when somebody could be asked it. It never changes again."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # A clinic's own one is made of what is for everybody and of its choices.
    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, null=True, blank=True, related_name="checklists"
    )
    code = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    # Codes of earlier versions that no item may have again.
    retired: models.JSONField[list[str]] = models.JSONField(default=list, blank=True)
    published_at = models.DateTimeField(default=timezone.now)

    if TYPE_CHECKING:
        items: RelatedManager[ChecklistItem]

    objects: ClassVar[models.Manager[Checklist] | ChecklistQuerySet] = ChecklistQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="one_checklist_of_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class ChecklistItem(models.Model):
    """One thing to look at, in the words of its version.

    Weights order what is to be done; nothing adds them up.
    """

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=8)
    room = models.CharField(max_length=20)
    text = models.CharField(max_length=200)
    why = models.CharField(max_length=200)
    fix = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField()
    effort = models.CharField(max_length=1)
    quick = models.CharField(max_length=10, null=True, blank=True)  # noqa: DJ001 - null is "in no quick walk"
    extra = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    # By language: {"de": {"text": ..., "why": ..., "fix": ...}}.
    translations: models.JSONField[dict[str, dict[str, str]]] = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checklist", "code"], name="one_item_of_a_code"),
            models.CheckConstraint(
                condition=Q(room__in=list(Room), weight__in=list(WEIGHTS), effort__in=list(Effort))
                & (Q(quick=None) | Q(quick__in=list(Walkers))),
                name="known_words_of_items",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ClinicChoices(models.Model):
    """What a clinic changed about the checklist that is for everybody; its own versions are made of that."""

    clinic = models.OneToOneField(
        Clinic, on_delete=models.CASCADE, primary_key=True, related_name="checklist_choices"
    )
    off: models.JSONField[list[str]] = models.JSONField(default=list)
    weights: models.JSONField[dict[str, int]] = models.JSONField(default=dict)
    # Items of its own: code, room, text, why, fix, weight, effort. A code is never used again.
    own: models.JSONField[list[dict[str, str | int]]] = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"choices of {self.clinic}"
