"""Weeks of many diaries at once, by local dates: a fall is in one week, wherever it is read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from accounts.models import Patient
from logs.domain.vocabulary import DayState
from logs.domain.weeks import DAYS, DayCounted, WeekCounts, count_week
from logs.domain.windows import last_rated_day
from logs.models import DiaryDay


def week_counts(
    patients: Iterable[Patient], mondays: Sequence[date], *, now: datetime
) -> dict[int, list[WeekCounts]]:
    """The weeks that begin on these days, by patient's primary key. One query."""
    patients = list(patients)
    days: dict[int, dict[date, DayCounted]] = defaultdict(dict)
    rows = DiaryDay.objects.filter(patient__in=patients).between(
        min(mondays), max(mondays) + timedelta(days=DAYS - 1)
    )
    for key, day, state, falls, near_falls, on_time in rows.values_list(
        "patient_id", "date", "state", "falls", "near_falls", "on_time"
    ):
        days[key][day] = DayCounted(
            state=DayState(state), falls=falls, near_falls=near_falls, on_time=on_time
        )
    return {
        patient.pk: [
            count_week(
                monday,
                days[patient.pk],
                began_on=patient.diary_began_on,
                last_rated_day=last_rated_day(now, patient.time_zone),
            )
            for monday in mondays
        ]
        for patient in patients
    }
