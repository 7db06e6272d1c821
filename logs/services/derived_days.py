"""What follows for diary days and rates from a write, in the same transaction."""

from collections.abc import Iterable, Sequence
from datetime import date

from accounts.models import Patient
from logs.domain.days import FallOnDay, GivenAnswer, derive_day
from logs.domain.grades import is_injurious
from logs.domain.vocabulary import DayAnswer
from logs.domain.windows import Month
from logs.models import DiaryDay, DirtyMonth, Fall

DERIVED_FIELDS = ("state", "answered_at", "on_time", "early", "falls", "injurious_falls", "near_falls")


def derive_days(patient: Patient, days: Iterable[date]) -> None:
    """Derive these days again from their answers and falls, and mark their months dirty.

    A day that nobody answered and that holds no entry has no row.
    """
    for day in sorted(set(days)):
        derived = _derived(patient, day, DiaryDay.objects.filter(patient=patient, date=day).first())
        if derived is None:
            DiaryDay.objects.filter(patient=patient, date=day).delete()
        else:
            save_days([derived], fields=DERIVED_FIELDS)
    mark_dirty(patient, days)


def save_days(days: Iterable[DiaryDay], *, fields: Iterable[str]) -> None:
    DiaryDay.objects.bulk_create(
        days, update_conflicts=True, unique_fields=["patient", "date"], update_fields=list(fields)
    )


def mark_dirty(patient: Patient, days: Iterable[date]) -> None:
    """Mark the months of these days, so that a worker computes their rates again."""
    DirtyMonth.objects.bulk_create(
        (DirtyMonth(patient=patient, first=month.first) for month in {Month.of(day) for day in days}),
        update_conflicts=True,
        unique_fields=["patient", "first"],
        update_fields=["marked_at"],
    )


def with_derived(day: DiaryDay, events: Sequence[Fall]) -> DiaryDay | None:
    """The day with its lower fields set from its answer and its active entries; None where it has neither.

    Reads no database: the patients of the day and of the entries must be there.
    """
    patient = day.patient
    # On the joining day, what happened before the diary began neither answers nor counts. On earlier
    # days everything is history: counted for the calendar, and left out of rates by their window.
    events = [e for e in events if day.date < patient.diary_began_on or not e.is_history]
    if not events and day.answer is None:
        return None
    falls = [e for e in events if e.is_fall]
    given = None
    if day.answer is not None and day.given_at is not None:
        given = GivenAnswer(DayAnswer(day.answer), day.given_at, day.given_zone, day.early_answer)
    derived = derive_day(
        day=day.date,
        given=given,
        falls=[FallOnDay(fall.told_at, fall.time_zone, fall.is_counted) for fall in falls],
    )
    day.state = derived.state
    day.answered_at = derived.answered_at
    day.on_time = derived.on_time
    day.early = derived.early
    day.falls = derived.falls
    day.injurious_falls = sum(fall.is_counted and is_injurious(fall.injury_grade) for fall in falls)
    day.near_falls = len(events) - len(falls)
    return day


def _derived(patient: Patient, date_: date, row: DiaryDay | None) -> DiaryDay | None:
    events: list[Fall] = list(Fall.objects.active().filter(patient=patient, local_date=date_))
    day = row or DiaryDay(patient=patient, date=date_)
    day.patient = patient
    for event in events:
        event.patient = patient
    return with_derived(day, events)
