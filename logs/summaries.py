"""What screens say about a patient's falls: one source for page, API, digest and report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from accounts.models import Patient
from logs.counts import count_by_month, counts_in, enrolment_of
from logs.domain.rates import Counts, headline
from logs.domain.rates import FallRate as Rate
from logs.domain.times import local_date
from logs.domain.vocabulary import AgainstPopulation, DayState, WhyNoRate, WindowKind
from logs.domain.windows import Month, Window, window_ending, windows_ending
from logs.models import DiaryDay, DirtyMonth, Fall, FallRate
from logs.models.fall_rate import COUNT_FIELDS, RATE_FIELDS

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRate:
    """One stored rate as a value: its window, numbers, and how far it counts."""

    window: Window
    rate: Rate
    counted_to: date
    complete: bool
    computed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesSummary:
    """The last 12 calendar months, oldest first; the headline window; whether a worker is still at it."""

    months: Sequence[StoredRate]
    headline: StoredRate | None
    latest: Sequence[StoredRate]
    is_fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSoFar:
    """The running month, counted now: falls include today's, days end yesterday."""

    month: Month
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """One day of the diary as screens show it. `history` lies before the diary began."""

    date: date
    state: DayState
    falls: int = 0
    near_falls: int = 0
    answered_at: datetime | None = None
    late: bool = False
    early: bool = False
    history: bool = False


def month_so_far(patient: Patient, now: datetime) -> MonthSoFar:
    month = Month.of(local_date(now, patient.time_zone))
    return month_counts(patient, month, now)


def month_counts(patient: Patient, month: Month, now: datetime) -> MonthSoFar:
    """One calendar month, counted now. Falls of later months are not in it."""
    counted = count_by_month([patient], now=now, since=month.first).get(patient.pk, {})
    window = window_ending(month, WindowKind.MONTH)
    return MonthSoFar(month=month, counts=counts_in(window, counted, enrolment_of(patient, now)))


def rates_summary(patient: Patient, now: datetime) -> RatesSummary:
    """The stored rates. Nothing is computed here, so every screen says what the worker said."""
    today = local_date(now, patient.time_zone)
    current = Month.of(today)
    shown_from = current.plus(1 - MONTHS_SHOWN).first
    stored = FallRate.objects.filter(patient=patient, last__gte=shown_from).order_by("last", "first")
    rows = [stored_rate(row) for row in stored]
    months = [row for row in rows if row.window.kind == WindowKind.MONTH and row.window.first <= today]
    latest = [row for row in rows if row.window in windows_ending(current)]
    return RatesSummary(
        months=months,
        headline=_headline(rows, patient, current),
        latest=latest,
        is_fresh=_is_fresh(patient, latest, today),
    )


def windows_stored(
    patient: Patient, kind: WindowKind, *, first: date | None, last: date | None, now: datetime
) -> QuerySet[FallRate]:
    """The stored windows of one kind that touch the days from `first` to `last`, oldest first.

    Without these, those that end with the last 12 calendar months.
    """
    current = Month.of(local_date(now, patient.time_zone))
    if first is None and last is None:
        first, last = current.plus(1 - MONTHS_SHOWN).first, current.last
        return FallRate.objects.filter(patient=patient, window=kind, last__range=(first, last)).order_by(
            "first"
        )
    rows = FallRate.objects.filter(patient=patient, window=kind, last__lte=current.last)
    if first is not None:
        rows = rows.filter(last__gte=first)
    if last is not None:
        rows = rows.filter(first__lte=last)
    if first is not None and last is not None and first > last:
        rows = rows.none()  # no day lies between
    return rows.order_by("first")


def days_between(patient: Patient, first: date, last: date) -> list[DayShown]:
    """Every day of the stretch, unanswered ones too, oldest first. One query."""
    rows = {row.date: row for row in DiaryDay.objects.filter(patient=patient).between(first, last)}
    return [
        _day_shown(patient, date.fromordinal(ordinal), rows.get(date.fromordinal(ordinal)))
        for ordinal in range(first.toordinal(), last.toordinal() + 1)
    ]


def unanswered_stretch(patient: Patient, today: date, *, days: int) -> list[date]:
    """The unanswered days among the last `days`, today included, since the diary began."""
    first = max(date.fromordinal(today.toordinal() - days + 1), patient.diary_began_on)
    return [day.date for day in days_between(patient, first, today) if day.state == DayState.UNKNOWN]


def falls_of_day(patient: Patient, day: date) -> list[Fall]:
    return list(Fall.objects.active().filter(patient=patient, local_date=day).order_by("occurred_at"))


def stored_rate(row: FallRate) -> StoredRate:
    counts = Counts(**{name: getattr(row, name) for name in COUNT_FIELDS})
    numbers = {name: getattr(row, name) for name in RATE_FIELDS} | {
        "why_no_rate": WhyNoRate(row.why_no_rate) if row.why_no_rate else None,
        "against_population": AgainstPopulation(row.against_population),
    }
    return StoredRate(
        window=Window(WindowKind(row.window), row.first, row.last),
        rate=Rate(counts=counts, **numbers),
        counted_to=row.counted_to,
        complete=row.complete,
        computed_at=row.computed_at,
    )


def _headline(rows: Sequence[StoredRate], patient: Patient, current: Month) -> StoredRate | None:
    """The longest window with enough diary inside enrolment: of this month, else of the one before."""
    for month in (current, current.previous()):
        ending = {row.window.kind: row for row in rows if row.window in windows_ending(month)}
        best = headline(
            {kind: (row.window, row.rate) for kind, row in ending.items()}, began_on=patient.diary_began_on
        )
        if best is not None:
            return ending[best[0].kind]
    return None


def _is_fresh(patient: Patient, latest: Sequence[StoredRate], today: date) -> bool:
    if DirtyMonth.objects.filter(patient=patient).exists():
        return False
    yesterday = date.fromordinal(today.toordinal() - 1)
    return bool(latest) and all(row.counted_to >= yesterday for row in latest)


def _day_shown(patient: Patient, day: date, row: DiaryDay | None) -> DayShown:
    history = day < patient.diary_began_on
    if row is None:
        return DayShown(date=day, state=DayState.UNKNOWN, history=history)
    return DayShown(
        date=day,
        state=DayState(row.state),
        falls=row.falls,
        near_falls=row.near_falls,
        answered_at=row.answered_at,
        late=row.answered_at is not None and not row.on_time,
        early=row.early,
        history=history,
    )
