"""One patient's time line: everything that somebody may see, newest first, so many rows at a time.

Each kind is one query, narrowed by what the viewer may see and never longer than a page; the pages are
cut from what comes together.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Model, Q

from accounts.domain.vocabulary import Scope
from accounts.services.access import Access
from caseload.models import Contact
from checklists.models import Recommendation
from logs.domain.times import at_local, local_date
from logs.domain.vocabulary import DayState, Kind
from logs.models import DiaryDay, Fall
from symptoms.models import SymptomEntry

ROWS_ON_A_PAGE = 50
# How many rows of one day a page may begin behind; nobody logs so much, but addresses can be typed.
MOST_SKIPPED = 500


class RowKind(StrEnum):
    """What a row is about, in the order of the filters."""

    FALL = "fall"
    NEAR_FALL = "near_fall"
    SYMPTOMS = "symptoms"
    DAY = "day"
    CONTACT = "contact"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """`at` orders the rows of a day; a tagged day has none and stands above what happened on it."""

    kind: RowKind
    day: date
    at: datetime | None
    about: Model


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
        RowKind.DAY: Scope.FALLS,
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


def _newest_first(row: TimelineRow) -> tuple[date, bool, float, str, int]:
    return row.day, row.at is None, row.at.timestamp() if row.at else 0.0, row.kind, hash(row.about.pk)


def _rows(access: Access, kind: RowKind, until: date, most: int) -> Iterator[TimelineRow]:
    patient = access.patient
    match kind:
        case RowKind.FALL | RowKind.NEAR_FALL:
            falls = Fall.objects.visible_to(access.viewer).active().filter(patient=patient, kind=Kind(kind))
            for fall in falls.filter(local_date__lte=until).order_by("-local_date", "-occurred_at", "-pk")[
                :most
            ]:
                yield TimelineRow(kind=kind, day=fall.local_date, at=fall.occurred_at, about=fall)
        case RowKind.SYMPTOMS:
            entries = SymptomEntry.objects.visible_to(access.viewer).active().filter(patient=patient)
            for entry in entries.filter(local_date__lte=until).order_by("-local_date", "-occurred_at", "-pk")[
                :most
            ]:
                yield TimelineRow(kind=kind, day=entry.local_date, at=entry.occurred_at, about=entry)
        case RowKind.DAY:
            marked = ~Q(tags=[]) | Q(state=DayState.EXCLUDED)
            days = DiaryDay.objects.filter(marked, patient=patient, date__lte=until)
            for day in days.order_by("-date")[:most]:
                yield TimelineRow(kind=kind, day=day.date, at=None, about=day)
        case _:
            yield from _of_therapists(access, kind, until, most)


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
