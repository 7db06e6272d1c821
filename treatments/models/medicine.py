from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from treatments.domain.vocabulary import NOT_STOPPED_SUDDENLY, MedicineClass
from treatments.models.entry import Entry, EntryQuerySet


class MedicineQuerySet(EntryQuerySet["Medicine"]):
    def current(self) -> Self:
        """Those that are taken still."""
        return self.active().filter(stopped_on=None)

    def in_order(self) -> Self:
        """Those taken still first, then the last one stopped; in each the newest first."""
        return self.order_by(F("stopped_on").desc(nulls_first=True), "-pk")


class Medicine(Entry):
    """A medicine of one class that a patient takes or took; its name only where they want it there."""

    medicine_class = models.CharField(max_length=20)
    own_name = models.CharField(max_length=80, blank=True)
    started_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager[Medicine] | MedicineQuerySet] = MedicineQuerySet.as_manager()

    class Meta(Entry.Meta):
        constraints: ClassVar = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(medicine_class__in=list(MedicineClass)), name="medicines_are_of_known_classes"
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(stopped_on=None) | Q(stopped_on__gte=F("started_on")),
                name="a_medicine_stops_after_it_starts",
            ),
        ]

    @property
    def is_pump(self) -> bool:
        return self.medicine_class == MedicineClass.BACLOFEN_PUMP

    @property
    def is_current(self) -> bool:
        return self.is_active and self.stopped_on is None

    @property
    def is_not_stopped_suddenly(self) -> bool:
        return self.medicine_class in NOT_STOPPED_SUDDENLY
