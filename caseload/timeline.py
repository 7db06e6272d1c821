"""One patient's time line: everything that somebody may see, newest first, so many rows at a time.

Each kind is one query, narrowed by what the viewer may see and never longer than a page; the pages are
cut from what comes together.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Model, Q, QuerySet

from accounts.domain.vocabulary import Scope
from accounts.services.access import Access
from caseload.models import Contact
from checklists.models import Recommendation
from logs.domain.times import at_local, local_date
from logs.domain.vocabulary import DayState, Kind
from logs.models import DiaryDay, Fall
from symptoms.models import SymptomEntry, WeeklyCheck
from treatments.models import AidPeriod, ExerciseEntry, Medicine, SideEffect

ROWS_ON_A_PAGE = 50
# How many rows of one day a page may begin behind; nobody logs so much, but addresses can be typed.
MOST_SKIPPED = 500


class RowKind(StrEnum):
    """What a row is about, in the order of the filters."""

    FALL = "fall"
    NEAR_FALL = "near_fall"
    SYMPTOMS = "symptoms"
    WEEKLY_CHECK = "weekly_check"
    DAY = "day"
    MEDICINE = "medicine"
    AID = "aid"
    EXERCISE = "exercise"
    CONTACT = "contact"
    ADVICE = "advice"


class Turn(StrEnum):
    """Which end of something that lasts a row is about."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """`at` orders the rows of a day; what is of the whole day has none and stands first."""

    kind: RowKind
    day: date
    at: datetime | None
    about: Model
    turn: Turn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a page begins: that day and those before it, without the first `skip` rows of the day."""

    until: date
    skip: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    rows: Sequence[TimelineRow]
    earlier: Cursor | None


def kinds_open_to(access: Access) -> list[RowKind]:
    """What a therapist may look through; contacts are always their own and their clinic's."""
    needs = {
        RowKind.FALL: Scope.FALLS,
        RowKind.NEAR_FALL: Scope.FALLS,
        RowKind.SYMPTOMS: Scope.SYMPTOMS,
        RowKind.WEEKLY_CHECK: Scope.SYMPTOMS,
        RowKind.DAY: Scope.FALLS,
        RowKind.MEDICINE: Scope.SYMPTOMS,
        RowKind.AID: Scope.SYMPTOMS,
        RowKind.EXERCISE: Scope.SYMPTOMS,
        RowKind.ADVICE: Scope.HOME,
    }
    return [kind for kind in RowKind if kind not in needs or needs[kind] in access.scopes]


def timeline(access: Access, *, kinds: Collection[RowKind], cursor: Cursor) -> TimelinePage:
    """One page of the kinds that the viewer asked for and may see."""
    wanted = [kind for kind in kinds_open_to(access) if kind in kinds]
    most = cursor.skip + ROWS_ON_A_PAGE + 1
    rows = [row for kind in wanted for row in _rows(access, kind, cursor.until, most)]
    rows.sort(key=_newest_first, reverse=True)
    # Only the day that the last page broke off in has rows to skip.
    shown = rows[min(cursor.skip, sum(row.day == cursor.until for row in rows)) :]
    if len(shown) <= ROWS_ON_A_PAGE:
        return TimelinePage(rows=shown, earlier=None)
    page = shown[:ROWS_ON_A_PAGE]
    last = page[-1].day
    skip = sum(row.day == last for row in page) + (cursor.skip if last == cursor.until else 0)
    return TimelinePage(rows=page, earlier=Cursor(until=last, skip=min(skip, MOST_SKIPPED)))


def _newest_first(row: TimelineRow) -> tuple[date, bool, float, str, bool, int]:
    at = row.at.timestamp() if row.at else 0.0
    return row.day, row.at is None, at, row.kind, row.turn is Turn.END, hash(row.about.pk)


def _rows(access: Access, kind: RowKind, until: date, most: int) -> Iterator[TimelineRow]:
    match kind:
        case RowKind.FALL | RowKind.NEAR_FALL | RowKind.DAY:
            yield from _of_the_diary(access, kind, until, most)
        case RowKind.SYMPTOMS | RowKind.WEEKLY_CHECK:
            yield from _of_symptoms(access, kind, until, most)
        case RowKind.MEDICINE | RowKind.AID | RowKind.EXERCISE:
            yield from _of_treatments(access, kind, until, most)
        case RowKind.CONTACT | RowKind.ADVICE:
            yield from _of_therapists(access, kind, until, most)


def _of_the_diary(access: Access, kind: RowKind, until: date, most: int) -> Iterator[TimelineRow]:
    if kind is RowKind.DAY:
        marked = ~Q(tags=[]) | Q(state=DayState.EXCLUDED)
        days = DiaryDay.objects.filter(marked, patient=access.patient, date__lte=until)
        for day in days.order_by("-date")[:most]:
            yield TimelineRow(kind=kind, day=day.date, at=None, about=day)
        return
    falls = Fall.objects.visible_to(access.viewer).active().filter(patient=access.patient, kind=Kind(kind))
    for fall in falls.filter(local_date__lte=until).order_by("-local_date", "-occurred_at", "-pk")[:most]:
        yield TimelineRow(kind=kind, day=fall.local_date, at=fall.occurred_at, about=fall)


def _of_symptoms(access: Access, kind: RowKind, until: date, most: int) -> Iterator[TimelineRow]:
    if kind is RowKind.WEEKLY_CHECK:
        checks = WeeklyCheck.objects.visible_to(access.viewer).filter(patient=access.patient)
        for check in checks.filter(local_date__lte=until).order_by("-local_date", "-made_at", "-pk")[:most]:
            yield TimelineRow(kind=kind, day=check.local_date, at=check.made_at, about=check)
        return
    entries = SymptomEntry.objects.visible_to(access.viewer).active().filter(patient=access.patient)
    for entry in entries.filter(local_date__lte=until).order_by("-local_date", "-occurred_at", "-pk")[:most]:
        yield TimelineRow(kind=kind, day=entry.local_date, at=entry.occurred_at, about=entry)


def _of_treatments(access: Access, kind: RowKind, until: date, most: int) -> Iterator[TimelineRow]:
    """What lasts has a row where it began and one where it ended, as far as the day is known."""
    patient, viewer = access.patient, access.viewer
    match kind:
        case RowKind.MEDICINE:
            medicines = Medicine.objects.visible_to(viewer).active().filter(patient=patient)
            yield from _turns(kind, medicines, ("started_on", "stopped_on"), until, most)
            effects = SideEffect.objects.visible_to(viewer).active().filter(patient=patient)
            effects = effects.filter(local_date__lte=until).select_related("medicine")
            for effect in effects.order_by("-local_date", "-occurred_at", "-pk")[:most]:
                yield TimelineRow(kind=kind, day=effect.local_date, at=effect.occurred_at, about=effect)
        case RowKind.AID:
            periods = AidPeriod.objects.visible_to(viewer).filter(patient=patient)
            yield from _turns(kind, periods, ("owned_from", "owned_to"), until, most)
        case _:
            exercise = ExerciseEntry.objects.visible_to(viewer).active().filter(patient=patient)
            for entry in exercise.filter(on__lte=until).newest_first()[:most]:
                yield TimelineRow(kind=kind, day=entry.on, at=None, about=entry)


def _turns(
    kind: RowKind,
    lasting: QuerySet[Medicine] | QuerySet[AidPeriod],
    fields: tuple[str, str],
    until: date,
    most: int,
) -> Iterator[TimelineRow]:
    """Where it began and where it ended: one query each."""
    for turn, field in zip(Turn, fields, strict=True):
        for one in lasting.filter(**{f"{field}__lte": until}).order_by(f"-{field}", "-pk")[:most]:
            yield TimelineRow(kind=kind, day=getattr(one, field), at=None, about=one, turn=turn)


def _of_therapists(access: Access, kind: RowKind, until: date, most: int) -> Iterator[TimelineRow]:
    """What therapists wrote; its day is the patient's."""
    patient, home = access.patient, access.patient.time_zone
    end = at_local(until + timedelta(days=1), time.min, home)
    match kind:
        case RowKind.CONTACT:
            contacts = Contact.objects.visible_to(access.viewer).with_people().filter(patient=patient)
            for contact in contacts.filter(made_at__lt=end).newest_first()[:most]:
                yield TimelineRow(
                    kind=kind, day=local_date(contact.made_at, home), at=contact.made_at, about=contact
                )
        case _:
            advice = Recommendation.objects.visible_to(access.viewer).filter(hazard__patient=patient)
            for one in advice.filter(issued_at__lt=end).order_by("-issued_at", "-pk")[:most]:
                yield TimelineRow(kind=kind, day=local_date(one.issued_at, home), at=one.issued_at, about=one)
