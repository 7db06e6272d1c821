from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import Patient, User
from checklists.domain.hazards import ENDED, OPEN, Happened
from checklists.domain.vocabulary import WEIGHTS, Room
from checklists.models.assessment import Assessment
from checklists.models.checklist import ChecklistItem
from checklists.models.home import Home

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models.fields.related_descriptors import RelatedManager

    from checklists.models.recommendation import Recommendation


class HazardQuerySet(models.QuerySet["Hazard"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(patient__in=Patient.objects.visible_to(viewer, Scope.HOME))

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def worst_first(self) -> Self:
        """By weight, and of one weight the longest open first, as `domain.hazards.worst_first` does."""
        return self.order_by("-weight", F("open_since").asc(nulls_last=True), "item__code", "pk")


class Hazard(models.Model):
    """What a `needs work` answer revealed, as it stands; how it came to stand so is in its events."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="hazards")
    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="hazards")
    # The item whose words it had when it was found; of a later version the code is the same.
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8)
    room = models.CharField(max_length=20)
    weight = models.PositiveSmallIntegerField()
    weight_reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, default=Happened.FOUND)
    # The last local day it was found or came back; null where it is not open.
    open_since = models.DateField(null=True)
    found_in = models.ForeignKey(Assessment, on_delete=models.SET_NULL, null=True, related_name="hazards")
    version = models.PositiveIntegerField(default=1)

    if TYPE_CHECKING:
        events: RelatedManager[HazardEvent]
        recommendations: RelatedManager[Recommendation]

    objects: ClassVar[models.Manager[Hazard] | HazardQuerySet] = HazardQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["home", "code"],
                condition=~Q(state__in=sorted(ENDED)),
                name="one_living_hazard_of_an_item",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(Happened), room__in=list(Room), weight__in=list(WEIGHTS)),
                name="known_words_of_hazards",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), open_since__isnull=False)
                | (~Q(state__in=sorted(OPEN)) & Q(open_since=None)),
                name="an_open_hazard_is_open_since_a_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["patient", "state"], name="hazards_of_a_patient")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class HazardEvent(models.Model):
    """One thing that happened to a hazard. Rows are added and never changed."""

    hazard = models.ForeignKey(Hazard, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=12)
    on = models.DateField()
    note = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(what__in=list(Happened)), name="known_events_of_hazards"),
        ]

    def __str__(self) -> str:
        return f"{self.hazard} {self.what} on {self.on}"
