from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from checklists.domain.vocabulary import WEIGHTS, Effort, Room, Walkers

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def newest(self) -> Self:
        """Of each checklist the version that new assessments ask."""
        versions = Checklist.objects.filter(code=OuterRef("code")).order_by("-version")
        return self.filter(version=Subquery(versions.values("version")[:1]))


class Checklist(models.Model):
    """One version of a checklist, as it was when somebody could be asked it. It never changes again."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
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
