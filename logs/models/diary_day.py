from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Patient, User
from logs.domain.vocabulary import DayAnswer, DayState


class DiaryDayQuerySet(models.QuerySet["DiaryDay"]):
    def between(self, first: date, last: date) -> Self:
        return self.filter(date__range=(first, last))


class DiaryDay(models.Model):
    """One local day of one patient: what they answered, and what follows from that and from the falls.

    No row is a day without an answer, an entry or a tag. The upper fields are what somebody said; the
    lower ones are derived again with every write that touches the day, and are all that rates read.
    """

    pk = models.CompositePrimaryKey("patient_id", "date")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="diary_days")
    date = models.DateField()

    answer = models.CharField(max_length=8, null=True)  # noqa: DJ001 - null is "not answered"
    reason = models.CharField(max_length=16, blank=True)
    tags: models.JSONField[list[str]] = models.JSONField(default=list)
    given_at = models.DateTimeField(null=True)
    # Where the diary was at home then: moving away makes no answer late.
    given_zone = models.CharField(max_length=64, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    # The answer or sweep that gave it, which Undo takes back.
    given_in = models.UUIDField(null=True)
    # Given before 18:00 of that very day: "No falls so far".
    early_answer = models.BooleanField(default=False)

    state = models.CharField(max_length=8, default=DayState.UNKNOWN)
    answered_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(default=False)
    early = models.BooleanField(default=False)
    falls = models.PositiveSmallIntegerField(default=0)
    injurious_falls = models.PositiveSmallIntegerField(default=0)
    near_falls = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager[DiaryDay]] = DiaryDayQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(DayState)), name="known_states_of_a_day"),
            models.CheckConstraint(
                condition=Q(answer=None) | Q(answer__in=list(DayAnswer)), name="known_answers_of_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=DayState.NO_FALLS, falls__gt=0), name="no_falls_means_no_falls"
            ),
            models.CheckConstraint(
                condition=Q(answer=None) | (Q(given_at__isnull=False) & ~Q(given_zone="")),
                name="an_answer_was_given_at_a_time_somewhere",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["date"], name="days_of_all_patients")]

    def __str__(self) -> str:
        return f"{self.patient} {self.date}: {self.state}"
