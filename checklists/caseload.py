"""What a list says about many patients' homes: walks that wait to be reviewed, advice that is overdue."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Patient
from accounts.questions import Row
from checklists.models import Assessment, Recommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWaiting:
    """A walk that was sent, and when; of a patient by primary key."""

    patient: int
    assessment: UUID
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceOverdue:
    """The longest overdue advice of a patient by primary key, its due day, and how many are overdue."""

    patient: int
    recommendation: UUID
    since: date
    count: int


def waiting_rows(patients: QuerySet[Patient]) -> QuerySet[Any, Row]:
    """Their walks that wait, the longest waiting first, for `reviews_waiting`."""
    rows = Assessment.objects.waiting_for_review().filter(patient__in=patients)
    return rows.values_list("patient_id", "public_id", "submitted_at")


def overdue_rows(patients: QuerySet[Patient], *, today: date) -> QuerySet[Any, Row]:
    """Their advice that should have been followed by now, the oldest first, for `overdue_recommendations`."""
    rows = Recommendation.objects.to_do().filter(
        hazard__patient__in=patients, hazard__home__until=None, due_on__lt=today
    )
    return rows.order_by("due_on", "pk").values_list("hazard__patient_id", "public_id", "due_on")


def reviews_waiting(rows: Iterable[Row]) -> Iterator[ReviewWaiting]:
    """Of each patient the longest waiting walk."""
    told: set[int] = set()
    for patient, assessment, since in rows:
        if patient not in told and since is not None:
            told.add(patient)
            yield ReviewWaiting(patient=patient, assessment=assessment, since=since)


def overdue_recommendations(rows: Iterable[Row]) -> Iterator[AdviceOverdue]:
    """Of each patient the advice that should have been followed first."""
    found: dict[int, list[tuple[UUID, date]]] = {}
    for patient, recommendation, due in rows:
        if due is not None:
            found.setdefault(patient, []).append((recommendation, due))
    for patient, overdue in found.items():
        (recommendation, since), *_later = overdue
        yield AdviceOverdue(patient=patient, recommendation=recommendation, since=since, count=len(overdue))
