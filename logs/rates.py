"""Rates of many patients at once: counted by the database, computed in `domain`, written in bulk.

One fall, the nightly pass and the command all come through `refresh_rates`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Patient
from logs.counts import Enrolment, MonthCounts, count_by_month, counts_in, enrolment_of
from logs.domain.rates import METHOD, fall_rate
from logs.domain.vocabulary import WindowKind
from logs.domain.windows import Month, Window, complete_on, last_rated_day, windows_ending
from logs.models import DirtyMonth, FallRate
from logs.models.fall_rate import COUNT_FIELDS, RATE_FIELDS

ONE_DAY = timedelta(days=1)
PATIENTS_AT_ONCE = 200  # one transaction; its rows are locked meanwhile, for a fraction of a second
WRITTEN_FIELDS = (
    *("last", "counted_to", "complete", "version", "method", "computed_at"),
    *COUNT_FIELDS,
    *RATE_FIELDS,
)


def refresh_rates(keys: Iterable[int], *, now: datetime, since: Month | None = None) -> Iterator[int]:
    """Bring the rates of these patients up to `now`; yields how many patients are done, batch by batch.

    `since` limits the work to windows that end in that month or later. Each batch is one transaction
    that locks its patients, so that no write slips between counting and clearing the marks.
    """
    for batch in _batches(keys):
        with transaction.atomic():
            locked = Patient.objects.select_for_update(no_key=True).filter(pk__in=batch).order_by("pk")
            patients = list(locked)
            DirtyMonth.objects.filter(
                patient__in=batch, **({"first__gte": since.first} if since else {})
            ).delete()
            _write(patients, now=now, since=since)
        yield len(patients)


def refresh_dirty(keys: Iterable[int], *, now: datetime) -> int:
    """Recompute what writes have marked, for these patients; returns how many there were."""
    done = 0
    for key in keys:
        first = (
            DirtyMonth.objects.filter(patient=key).order_by("first").values_list("first", flat=True).first()
        )
        if first is not None:
            done += sum(refresh_rates([key], now=now, since=Month.of(first)))
    return done


def behind_their_day(*, now: datetime) -> QuerySet[Patient]:
    """Patients whose rates do not count up to their yesterday: midnight passed, or none was made yet."""
    zones: dict[date, list[str]] = defaultdict(list)
    for zone in Patient.objects.order_by().values_list("time_zone", flat=True).distinct():
        zones[last_rated_day(now, zone)].append(zone)
    behind = Q(pk__in=[])
    for yesterday, theirs in zones.items():
        up_to_date = FallRate.objects.filter(
            patient=OuterRef("pk"),
            window=WindowKind.MONTH,
            first=Month.of(yesterday + ONE_DAY).first,
            counted_to__gte=yesterday,
        )
        behind |= Q(~Exists(up_to_date), time_zone__in=theirs)
    return Patient.objects.filter(behind)


def _batches(keys: Iterable[int]) -> Iterator[Sequence[int]]:
    rest = iter(keys)
    while batch := list(islice(rest, PATIENTS_AT_ONCE)):
        yield batch


def _write(patients: Sequence[Patient], *, now: datetime, since: Month | None) -> None:
    earliest = since.plus(-11).first if since else None
    counted = count_by_month(patients, now=now, since=earliest)
    fresh = [
        row
        for patient in patients
        for row in _rows(patient, counted.get(patient.pk, {}), now=now, since=since)
    ]
    stored = {row.pk: row for row in _stored(patients, since)}
    changed = [row for row in fresh if _differs(row, stored.get(row.pk))]
    FallRate.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["patient", "window", "first"],
        update_fields=WRITTEN_FIELDS,
        batch_size=500,
    )


def _rows(patient: Patient, months: MonthCounts, *, now: datetime, since: Month | None) -> Iterator[FallRate]:
    enrolment = enrolment_of(patient, now)
    month = Month.of(enrolment.began_on)
    if since is not None and since > month:
        month = since
    # The month that today lies in, although on the 1st none of its days is rated yet.
    current = Month.of(enrolment.counted_to + ONE_DAY)
    while month <= current:
        for window in windows_ending(month):
            yield _row(patient, window, months, enrolment, now)
        month = month.next()


def _row(
    patient: Patient, window: Window, months: MonthCounts, enrolment: Enrolment, now: datetime
) -> FallRate:
    counts = counts_in(window, months, enrolment)
    rate = fall_rate(counts, population_baseline=settings.FALL_BASELINE_PER_MONTH)
    return FallRate(
        patient=patient,
        window=window.kind,
        first=window.first,
        last=window.last,
        counted_to=enrolment.counted_to,
        complete=enrolment.counted_to + ONE_DAY >= complete_on(window),
        method=METHOD,
        computed_at=now,
        **{name: getattr(counts, name) for name in COUNT_FIELDS},
        **{name: getattr(rate, name) for name in RATE_FIELDS},
    )


def _stored(patients: Sequence[Patient], since: Month | None) -> QuerySet[FallRate]:
    rows = FallRate.objects.filter(patient__in=[patient.pk for patient in patients])
    return rows.filter(last__gte=since.first) if since else rows


def _differs(fresh: FallRate, stored: FallRate | None) -> bool:
    """Whether the row must be written; a change of a complete window is its next version."""
    if stored is None:
        return True
    fresh.version = stored.version
    same = (*COUNT_FIELDS, "method", "population_baseline")
    if any(getattr(fresh, name) != getattr(stored, name) for name in same):
        if stored.complete:
            fresh.version += 1
        return True
    # Days go by without an answer, too: the row says up to which one it counts while its window is open.
    return fresh.complete != stored.complete or (not fresh.complete and fresh.counted_to != stored.counted_to)
