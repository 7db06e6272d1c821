"""Falls and days per patient and month, counted by the database: what every rate begins with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce, TruncMonth

from accounts.models import Patient
from logs.domain.rates import Counts
from logs.domain.vocabulary import DayState
from logs.domain.windows import Month, Window, enrolled_days, last_rated_day
from logs.models import DiaryDay

# Days that count as exposure: answered in time, not excluded.
OBSERVED = Q(state__in=[DayState.NO_FALLS, DayState.EVENTS], on_time=True)
NAMES = ("falls", "rated_falls", "injurious_falls", "near_falls", "observed_days", "excluded_days")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """From the first enrolled day to the last rated one (yesterday where the patient is)."""

    began_on: date
    counted_to: date


MonthCounts = Mapping[Month, Mapping[str, int]]


def enrolment_of(patient: Patient, now: datetime) -> Enrolment:
    return Enrolment(patient.diary_began_on, last_rated_day(now, patient.time_zone))


def count_by_month(
    patients: Iterable[Patient], *, now: datetime, since: date | None = None
) -> dict[int, MonthCounts]:
    """Counts of each month that has diary days, by patient's primary key.

    One query for each local date that yesterday has among the patients, so three at most. Days before
    the diary began are history and left out; the last rated day limits days, and not falls.
    """
    by_yesterday: dict[date, list[int]] = defaultdict(list)
    for patient in patients:
        by_yesterday[last_rated_day(now, patient.time_zone)].append(patient.pk)
    counted: dict[int, dict[Month, Mapping[str, int]]] = defaultdict(dict)
    for yesterday, keys in by_yesterday.items():
        over = Q(date__lte=yesterday)
        days = DiaryDay.objects.filter(patient__in=keys, date__gte=F("patient__diary_began_on"))
        if since is not None:
            days = days.filter(date__gte=since)
        rows = (
            days.annotate(month=TruncMonth("date"))
            .values("patient_id", "month")
            .annotate(
                sum_falls=Sum("falls"),
                sum_rated=Coalesce(Sum("falls", filter=OBSERVED & over), 0),
                sum_injurious=Sum("injurious_falls"),
                sum_near=Sum("near_falls"),
                observed=Count("date", filter=OBSERVED & over),
                excluded=Count("date", filter=Q(state=DayState.EXCLUDED) & over),
            )
            .values_list(
                "patient_id",
                "month",
                "sum_falls",
                "sum_rated",
                "sum_injurious",
                "sum_near",
                "observed",
                "excluded",
            )
        )
        for key, first, *numbers in rows:
            counted[key][Month.of(first)] = dict(zip(NAMES, numbers, strict=True))
    return dict(counted)


def counts_in(window: Window, months: MonthCounts, enrolment: Enrolment) -> Counts:
    """The counts of a window of whole months."""
    inside = [numbers for month, numbers in months.items() if month.first in window]
    totals = {name: sum(numbers[name] for numbers in inside) for name in NAMES}
    enrolled = enrolled_days(
        window,
        began_on=enrolment.began_on,
        last_rated_day=enrolment.counted_to,
        excluded=totals["excluded_days"],
    )
    return Counts(enrolled_days=enrolled, **totals)
