"""What a list says about many patients: counts of the last 30 days, and when each was last heard from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Coalesce

from accounts.models import Patient
from logs.counts import OBSERVED
from logs.domain.times import local_date
from logs.domain.vocabulary import DayState
from logs.domain.windows import last_rated_day
from logs.models import DiaryDay, Fall

RECENT_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentCounts:
    """The 30 days up to yesterday, as far as the diary reaches; falls of today are in it."""

    falls: int
    near_falls: int
    observed_days: int
    enrolled_days: int


def recent_counts(patients: Iterable[Patient], *, now: datetime) -> dict[int, RecentCounts]:
    """By patient's primary key. One query for each date that yesterday is among them: three at most."""
    by_yesterday: dict[date, list[Patient]] = defaultdict(list)
    for patient in patients:
        by_yesterday[last_rated_day(now, patient.time_zone)].append(patient)
    counted: dict[int, RecentCounts] = {}
    for yesterday, group in by_yesterday.items():
        first = yesterday - timedelta(days=RECENT_DAYS - 1)
        rows = _rows(group, first, yesterday)
        for patient in group:
            falls, near_falls, observed, excluded = rows.get(patient.pk, (0, 0, 0, 0))
            days = (yesterday - max(first, patient.diary_began_on)).days + 1
            counted[patient.pk] = RecentCounts(
                falls=falls,
                near_falls=near_falls,
                observed_days=observed,
                enrolled_days=max(days, 0) - excluded,
            )
    return counted


def days_since_last_entry(patients: Sequence[Patient], *, now: datetime) -> dict[int, int]:
    """Local days since each patient's diary was last written in; who never wrote is left out. Two queries."""
    answered = DiaryDay.objects.filter(patient__in=patients).values("patient_id").annotate(at=Max("given_at"))
    fallen = (
        Fall.objects.active().filter(patient__in=patients).values("patient_id").annotate(at=Max("made_at"))
    )
    last: dict[int, datetime] = {}
    for rows in (answered, fallen):
        for key, at in rows.values_list("patient_id", "at"):
            if at is not None:
                last[key] = max(at, last.get(key, at))
    return {
        patient.pk: _days_since(last[patient.pk], patient, now) for patient in patients if patient.pk in last
    }


def _days_since(at: datetime, patient: Patient, now: datetime) -> int:
    return (local_date(now, patient.time_zone) - local_date(at, patient.time_zone)).days


def _rows(group: Sequence[Patient], first: date, yesterday: date) -> Mapping[int, tuple[int, int, int, int]]:
    over = Q(date__lte=yesterday)
    days = DiaryDay.objects.filter(patient__in=group, date__gte=F("patient__diary_began_on")).between(
        first, yesterday + timedelta(days=1)
    )
    rows = days.values("patient_id").annotate(
        sum_falls=Coalesce(Sum("falls"), 0),
        sum_near=Coalesce(Sum("near_falls"), 0),
        observed=Count("date", filter=OBSERVED & over),
        excluded=Count("date", filter=Q(state=DayState.EXCLUDED) & over),
    )
    return {
        key: (falls, near_falls, observed, excluded)
        for key, falls, near_falls, observed, excluded in rows.values_list(
            "patient_id", "sum_falls", "sum_near", "observed", "excluded"
        )
    }
