"""What somebody tells of medicines, side effects, aids and exercise, and the rules it must keep."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from accounts.domain.errors import FieldError, NotAnOwnAid
from accounts.domain.profile import NOT_AIDS_OF_ONES_OWN
from accounts.domain.text import clean_line, clean_text
from accounts.domain.vocabulary import Aid
from ledger.domain.errors import InvalidEntry, TimeWithoutOffset
from treatments.domain.errors import (
    EndsBeforeItBegins,
    NotASeverity,
    NotHoursAfter,
    NotMinutes,
    NotYet,
    OwnedTwice,
    TooLongAgo,
)
from treatments.domain.vocabulary import ExerciseKind, MedicineClass

SEVEREST = 10
MOST_HOURS = 24  # a dose is a day's at most; what is felt later belongs to the next one
MOST_MINUTES = 600
NOTE_LIMIT = 2000
EARLIEST = date(1900, 1, 1)
AHEAD_WITHIN = timedelta(minutes=10)  # a phone's clock that is so far ahead means now


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineTold:
    """A medicine by its class; days are local, both included, None where nobody said."""

    medicine_class: MedicineClass
    own_name: str = ""
    started_on: date | None = None
    stopped_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SideEffectTold:
    """How drowsy or weak somebody felt (0 to 10), and how many hours after the dose (None: not known)."""

    severity: int
    occurred_at: datetime | None = None  # aware; None: when it was told
    hours_after_dose: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseTold:
    on: date
    minutes: int
    kind: ExerciseKind
    supervised: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AidTold:
    """An aid that somebody owned from a local day to another: None for long since, and for still."""

    aid: Aid
    owned_from: date | None = None
    owned_to: date | None = None


def checked_medicine(told: MedicineTold, *, today: date) -> MedicineTold:
    """As it is kept; `today` is the patient's. Raises InvalidEntry with everything that is wrong."""
    errors: list[FieldError] = []
    name = told.own_name
    try:
        name = clean_line(name, field="own_name")
    except FieldError as error:
        errors.append(error)
    errors += _span_errors(("started_on", told.started_on), ("stopped_on", told.stopped_on), today=today)
    _refuse(errors)
    return replace(told, own_name=name)


def checked_side_effect(
    told: SideEffectTold, *, made_at: datetime, received_at: datetime
) -> tuple[SideEffectTold, datetime]:
    """As it is kept, and when it was felt: in UTC and not later than it was received. Raises InvalidEntry."""
    errors: list[FieldError] = []
    felt_at = told.occurred_at or made_at
    if not 0 <= told.severity <= SEVEREST:
        errors.append(NotASeverity(field="severity"))
    if told.hours_after_dose is not None and not 0 <= told.hours_after_dose <= MOST_HOURS:
        errors.append(NotHoursAfter(field="hours_after_dose", limit=MOST_HOURS))
    note = told.note
    try:
        note = clean_text(note, field="note", limit=NOTE_LIMIT)
    except FieldError as error:
        errors.append(error)
    if felt_at.utcoffset() is None:
        errors.append(TimeWithoutOffset(field="occurred_at"))
    elif felt_at > received_at + AHEAD_WITHIN:
        errors.append(NotYet(field="occurred_at"))
    elif felt_at < datetime(EARLIEST.year, EARLIEST.month, EARLIEST.day, tzinfo=UTC):
        errors.append(TooLongAgo(field="occurred_at"))
    _refuse(errors)
    felt_at = min(felt_at, received_at).astimezone(UTC)
    return replace(told, note=note, occurred_at=felt_at), felt_at


def checked_exercise(told: ExerciseTold, *, today: date) -> ExerciseTold:
    """Raises InvalidEntry."""
    errors = list(_day_errors("on", told.on, today=today))
    if not 1 <= told.minutes <= MOST_MINUTES:
        errors.append(NotMinutes(field="minutes", limit=MOST_MINUTES))
    _refuse(errors)
    return told


def checked_aid(told: AidTold, *, others: Iterable[AidTold], today: date) -> AidTold:
    """`others`: what else is known of the same patient and aid. Raises InvalidEntry."""
    errors: list[FieldError] = []
    if told.aid in (Aid.NONE, *NOT_AIDS_OF_ONES_OWN):
        errors.append(NotAnOwnAid(field="aid"))
    errors += _span_errors(("owned_from", told.owned_from), ("owned_to", told.owned_to), today=today)
    if not errors and any(_overlap(told, other) for other in others):
        errors.append(OwnedTwice(field="owned_from"))
    _refuse(errors)
    return told


def _overlap(one: AidTold, other: AidTold) -> bool:
    """A day on which one ended and the other began is no overlap: an aid may be replaced."""
    first = max(one.owned_from or date.min, other.owned_from or date.min)
    last = min(one.owned_to or date.max, other.owned_to or date.max)
    return first < last


def _span_errors(
    first: tuple[str, date | None], last: tuple[str, date | None], *, today: date
) -> Iterable[FieldError]:
    errors = [
        error
        for field, day in (first, last)
        if day is not None
        for error in _day_errors(field, day, today=today)
    ]
    if not errors and first[1] is not None and last[1] is not None and last[1] < first[1]:
        errors.append(EndsBeforeItBegins(field=last[0]))
    return errors


def _day_errors(field: str, day: date, *, today: date) -> Iterable[FieldError]:
    if day > today:
        yield NotYet(field=field)
    elif day < EARLIEST:
        yield TooLongAgo(field=field)


def _refuse(errors: Iterable[FieldError]) -> None:
    found = list(errors)
    if found:
        raise InvalidEntry(found)
