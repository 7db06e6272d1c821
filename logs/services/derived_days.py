"""What follows for diary days and rates from a write, in the same transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import BigAutoField, Count, DateField, DateTimeField, Min

from accounts.models import Patient
from accounts.questions import Question, columns, made_of
from logs.domain.days import FallOnDay, GivenAnswer, derive_day
from logs.domain.grades import INJURIOUS
from logs.domain.vocabulary import DayAnswer, Kind
from logs.domain.windows import Month
from logs.models import DiaryDay, DirtyMonth, Fall
from logs.models.fall import FallQuerySet, is_counted

EVER = datetime(1800, 1, 1, tzinfo=UTC)  # no fall is older
DERIVED_FIELDS = ("state", "answered_at", "on_time", "early", "falls", "injurious_falls", "near_falls")


def derive_days(patient: Patient, days: Iterable[date]) -> None:
    """Derive these days again from their answers and falls, and mark their months dirty.

    A day that nobody answered, and that holds no entry and no tag, has no row.
    """
    for day in sorted(set(days)):
        derived = _derived(patient, day)
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
        ignore_conflicts=True,  # it has waited since the first mark
    )


@dataclass(frozen=True, slots=True)
class DayEvents:
    """What the active entries of a day amount to; `near_falls` and `injurious` are numbers."""

    falls: Sequence[FallOnDay]
    injurious: int
    near_falls: int


def with_derived(day: DiaryDay, events: DayEvents) -> DiaryDay | None:
    """The day with its lower fields set from its answer and entries; None without either or a tag."""
    if not events.falls and not events.near_falls and day.answer is None and not day.tags:
        return None
    given = None
    if day.answer is not None and day.given_at is not None:
        given = GivenAnswer(DayAnswer(day.answer), day.given_at, day.given_zone, day.early_answer)
    derived = derive_day(day=day.date, given=given, falls=events.falls)
    day.state = derived.state
    day.answered_at = derived.answered_at
    day.on_time = derived.on_time
    day.early = derived.early
    day.falls = derived.falls
    day.injurious_falls = events.injurious
    day.near_falls = events.near_falls
    return day


def _derived(patient: Patient, day: date) -> DiaryDay | None:
    rows = _DAY(patient=patient.pk, date=day)
    row = made_of(DiaryDay, rows[0]) if rows else DiaryDay(date=day)
    row.patient = patient
    return with_derived(row, _events(patient, day))


_DAY = Question(
    lambda patient, date: DiaryDay.objects.filter(patient_id=patient, date=date).values_list(
        *columns(DiaryDay)
    ),
    patient=BigAutoField(),
    date=DateField(),
)


def _events(patient: Patient, day: date) -> DayEvents:
    """Counted by the database, those alike together: a day may hold any number of entries.

    On the joining day, what happened before the diary began neither answers nor counts. On earlier days
    everything is history: counted for the calendar, and left out of rates by their window.
    """
    since = patient.diary_began_at if day == patient.diary_began_on else EVER
    falls, injurious, near_falls = [], 0, 0
    for zone, kind, same_as, is_same, grade, number, told in _ALIKE(
        patient=patient.pk, date=day, since=since
    ):
        if kind == Kind.NEAR_FALL:
            near_falls += number
            continue
        counted = number if is_counted(same_as, is_same) else 0
        falls.append(FallOnDay(told, zone, counted))
        injurious += counted if grade in INJURIOUS else 0
    return DayEvents(falls, injurious, near_falls)


_ALIKE = Question(
    lambda patient, date, since: (
        FallQuerySet(Fall)
        .active()
        .filter(patient_id=patient, local_date=date, occurred_at__gte=since)
        .values_list("time_zone", "kind", "same_fall_as", "is_same_fall", "injury_grade")
        .annotate(Count("pk"), Min("told_at"))
    ),
    patient=BigAutoField(),
    date=DateField(),
    since=DateTimeField(),
)
