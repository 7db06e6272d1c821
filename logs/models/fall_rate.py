from __future__ import annotations

from dataclasses import fields
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Patient
from logs.domain.rates import Counts
from logs.domain.rates import FallRate as Rate
from logs.domain.vocabulary import AgainstPopulation, WindowKind

# What a domain rate is made of, by the names of the columns here.
COUNT_FIELDS = tuple(field.name for field in fields(Counts))
RATE_FIELDS = tuple(field.name for field in fields(Rate) if field.name != "counts")


class FallRate(models.Model):
    """The fall rate of one patient in one window, as last computed; falls a month throughout."""

    pk = models.CompositePrimaryKey("patient_id", "window", "first")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="fall_rates")
    window = models.CharField(max_length=9)
    first = models.DateField()
    last = models.DateField()
    # Last day that was counted as exposure: yesterday in the patient's zone when this was computed.
    counted_to = models.DateField()
    complete = models.BooleanField(default=False)
    # A change after the month was complete makes the next version.
    version = models.PositiveIntegerField(default=1)
    method = models.CharField(max_length=8)

    falls = models.PositiveIntegerField()
    rated_falls = models.PositiveIntegerField()
    injurious_falls = models.PositiveIntegerField()
    near_falls = models.PositiveIntegerField()
    observed_days = models.PositiveSmallIntegerField()
    enrolled_days = models.PositiveSmallIntegerField()
    excluded_days = models.PositiveSmallIntegerField()

    coverage = models.FloatField(null=True)
    rate = models.FloatField(null=True)
    rate_low = models.FloatField(null=True)
    rate_high = models.FloatField(null=True)
    why_no_rate = models.CharField(max_length=12, null=True)  # noqa: DJ001 - null is "there is a rate"
    rate_floor = models.FloatField(null=True)
    population_baseline = models.FloatField()
    against_population = models.CharField(max_length=20)
    computed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[FallRate]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(window__in=list(WindowKind)), name="known_windows"),
            models.CheckConstraint(
                condition=Q(against_population__in=list(AgainstPopulation)), name="known_comparisons"
            ),
            models.CheckConstraint(
                condition=Q(rate=None, why_no_rate__isnull=False)
                | Q(rate__gte=F("rate_low"), rate__lte=F("rate_high"), why_no_rate=None),
                name="a_rate_lies_in_its_interval_or_says_why_not",
            ),
            models.CheckConstraint(condition=Q(rated_falls__lte=F("falls")), name="rated_falls_are_falls"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["window", "first", "counted_to"], name="rates_behind_their_day")
        ]

    def __str__(self) -> str:
        return f"{self.patient} {self.window} from {self.first}"


class DirtyMonth(models.Model):
    """A month of one patient whose rates no longer match the diary; marked in the writing transaction.

    Marking and refreshing both lock the patient, so that a worker clears only what it counts.
    """

    pk = models.CompositePrimaryKey("patient_id", "first")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="dirty_months")
    first = models.DateField()
    marked_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[DirtyMonth]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.patient} {self.first}"
