from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from treatments.domain.entries import MOST_HOURS, SEVEREST
from treatments.models.entry import Entry, EntryQuerySet
from treatments.models.medicine import Medicine


class SideEffectQuerySet(EntryQuerySet["SideEffect"]):
    def newest_first(self) -> Self:
        return self.order_by("-occurred_at", "-pk")


class SideEffect(Entry):
    """How drowsy or weak a medicine made somebody, 0 to 10, at one moment."""

    medicine = models.ForeignKey(Medicine, on_delete=models.CASCADE, related_name="side_effects")
    severity = models.PositiveSmallIntegerField()
    hours_after_dose = models.PositiveSmallIntegerField(null=True, blank=True)
    occurred_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    local_date = models.DateField()
    note = models.TextField(max_length=2000, blank=True)

    objects: ClassVar[models.Manager[SideEffect] | SideEffectQuerySet] = SideEffectQuerySet.as_manager()

    class Meta(Entry.Meta):
        constraints: ClassVar = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(severity__range=(0, SEVEREST)), name="side_effects_are_0_to_10"
            ),
            models.CheckConstraint(
                condition=Q(hours_after_dose=None) | Q(hours_after_dose__range=(0, MOST_HOURS)),
                name="side_effects_are_of_a_dose_of_that_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["patient", "local_date"], name="side_effects_of_a_day"),
        ]
