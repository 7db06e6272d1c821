from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from treatments.domain.entries import MOST_MINUTES
from treatments.domain.vocabulary import ExerciseKind
from treatments.models.entry import Entry, EntryQuerySet


class ExerciseQuerySet(EntryQuerySet["ExerciseEntry"]):
    def newest_first(self) -> Self:
        return self.order_by("-on", "-pk")


class ExerciseEntry(Entry):
    """Minutes of one kind of exercise on one local day."""

    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=17)
    supervised = models.BooleanField(null=True)

    objects: ClassVar[models.Manager[ExerciseEntry] | ExerciseQuerySet] = ExerciseQuerySet.as_manager()

    class Meta(Entry.Meta):
        constraints: ClassVar = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(minutes__range=(1, MOST_MINUTES)), name="exercise_is_minutes_of_a_day"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(ExerciseKind)), name="known_kinds_of_exercise"),
        ]
        indexes: ClassVar = [models.Index(fields=["patient", "on"], name="exercise_of_a_day")]
