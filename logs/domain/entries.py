"""One fall or near fall as somebody tells it, and the rules it must keep."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from accounts.domain.errors import FieldError, UnknownField, UnknownTimeZone
from accounts.domain.lists import LIST_LIMIT, checked_list
from accounts.domain.text import clean_text, composed
from accounts.domain.zones import zone
from logs.domain.errors import (
    FallBefore1900,
    FallBeforeBirth,
    FallInFuture,
    InvalidEntry,
    NotForNearFall,
    TimeWithoutOffset,
)
from logs.domain.grades import hopkins_grade, injury_grade
from logs.domain.times import corrected_made_at, local_date
from logs.domain.vocabulary import (
    Activity,
    Aid,
    Care,
    Footwear,
    GotUp,
    Injury,
    Kind,
    Landing,
    Mechanism,
    MinutesOnFloor,
    Place,
    Precision,
    Symptom,
    Trigger,
    YesNoUnsure,
)

__all__ = [
    "AHEAD_WITHIN",
    "CHANGEABLE_FIELDS",
    "EARLIEST_FALL",
    "LIST_LIMIT",
    "NOTE_LIMIT",
    "FallEntry",
    "apply_changes",
    "checked_entry",
    "clean_text",
    "corrected_entry",
    "hopkins_grade",
    "injury_grade",
    "payload_hash",
]

NOTE_LIMIT = 2_000  # characters of a note (limits of the API)
AHEAD_WITHIN = timedelta(minutes=10)  # a phone's clock may run ahead by this (limits of the API)
EARLIEST_FALL = datetime(1900, 1, 1, tzinfo=UTC)  # nobody alive fell earlier (limits of the API)

# Answers that only a person who was on the floor can give.
FLOOR_FIELDS = ("landing", "got_up", "minutes_on_floor", "function_loss_3d")

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class FallEntry:
    """A fall or near fall. None means not asked; an empty tuple, asked and nothing chosen."""

    entry_id: UUID
    kind: Kind
    occurred_at: datetime  # aware
    made_at: datetime  # aware: when the person tapped
    time_zone: str = ""  # IANA name of the zone where it happened; empty: not said
    precision: Precision = Precision.EXACT
    landed_on_floor: bool | None = None
    place: Place | None = None
    activity: Activity | None = None
    mechanisms: tuple[Mechanism, ...] | None = None
    triggers: tuple[Trigger, ...] | None = None
    symptoms: tuple[Symptom, ...] | None = None
    aids_in_use: tuple[Aid, ...] | None = None
    aid_left_unused: bool | None = None
    footwear: Footwear | None = None
    landing: Landing | None = None
    head_strike: YesNoUnsure | None = None
    blackout: YesNoUnsure | None = None
    injuries: tuple[Injury, ...] | None = None
    care: tuple[Care, ...] | None = None
    got_up: GotUp | None = None
    minutes_on_floor: MinutesOnFloor | None = None
    function_loss_3d: bool | None = None  # three days on, less is possible than before the fall
    note: str = ""


# What an amendment may set: all but what makes it this entry, and the first tap.
CHANGEABLE_FIELDS: frozenset[str] = frozenset(
    field.name for field in fields(FallEntry) if field.name not in ("entry_id", "made_at")
)


def checked_entry(entry: FallEntry, *, received_at: datetime, born_in: int | None) -> tuple[FallEntry, bool]:
    """The entry as it is kept (UTC, NFC, no doubles), and whether its clock ran ahead.

    A time up to ten minutes ahead of the server becomes `received_at`. "Not on the floor"
    makes it a near fall, "on the floor" a fall. `born_in` is a year, None where it is not
    known. Raises InvalidEntry with every error.
    """
    errors: list[FieldError] = []
    kind = _kind_by_floor(entry)
    if kind is Kind.NEAR_FALL:
        errors += [NotForNearFall(field=name) for name in FLOOR_FIELDS if getattr(entry, name) is not None]
    occurred_at = _checked_moment(entry, received_at=received_at, born_in=born_in, errors=errors)
    if entry.made_at.utcoffset() is None:
        errors.append(TimeWithoutOffset(field="made_at"))
    checked = replace(
        entry,
        kind=kind,
        occurred_at=occurred_at,
        mechanisms=_checked_list(entry.mechanisms, "mechanisms", errors),
        triggers=_checked_list(entry.triggers, "triggers", errors),
        symptoms=_checked_list(entry.symptoms, "symptoms", errors),
        aids_in_use=_checked_list(entry.aids_in_use, "aids_in_use", errors),
        injuries=_checked_list(entry.injuries, "injuries", errors),
        care=_checked_list(entry.care, "care", errors),
        note=_checked_note(entry.note, errors),
    )
    if errors:
        raise InvalidEntry(errors)
    return checked, entry.occurred_at > received_at


def apply_changes(entry: FallEntry, changes: Mapping[str, object]) -> FallEntry:
    """The entry with those fields set, each with a value of its own type.

    `landed_on_floor` decides the kind, and a fall that becomes a near fall loses the answers
    from the floor. Check the result with checked_entry. Raises InvalidEntry with UnknownField.
    """
    unknown = sorted(changes.keys() - CHANGEABLE_FIELDS)
    if unknown:
        raise InvalidEntry(UnknownField(field=name) for name in unknown)
    # Any: the doors have parsed each value by the type of its field.
    values: dict[str, Any] = dict(changes)
    changed = replace(entry, **values)
    if "landed_on_floor" in changes:
        changed = replace(changed, kind=_kind_by_floor(changed))
    elif changed.kind is not _kind_by_floor(changed):  # a new kind takes the old answer back
        changed = replace(changed, landed_on_floor=None)
    if entry.kind is Kind.FALL and changed.kind is Kind.NEAR_FALL:
        return replace(changed, landing=None, got_up=None, minutes_on_floor=None, function_loss_3d=None)
    return changed


def corrected_entry(entry: FallEntry, *, sent_at: datetime | None, received_at: datetime) -> FallEntry:
    """The entry by the server's clock: when it was tapped and, for "just now", when it happened.

    `sent_at` is the phone's clock when it sent; None where that is not known.
    """
    if entry.made_at.utcoffset() is None or (sent_at is not None and sent_at.utcoffset() is None):
        return entry
    made_at = corrected_made_at(made_at=entry.made_at, sent_at=sent_at, received_at=received_at)
    if sent_at is not None and entry.occurred_at == entry.made_at:
        return replace(entry, made_at=made_at, occurred_at=made_at)
    return replace(entry, made_at=made_at)


def payload_hash(entry: FallEntry) -> str:
    """SHA-256, in hex, of what was sent: equal however a resend orders or writes it.

    Take it before checked_entry, which may replace a time by the server's. `made_at` is left
    out (a resend may carry a corrected one), and so is what was not asked, so that a field
    added later changes no old hash.
    """
    payload = {
        field.name: _canonical(getattr(entry, field.name))
        for field in fields(entry)
        if field.name != "made_at" and getattr(entry, field.name) not in (None, "")
    }
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _canonical(value: object) -> object:
    match value:
        case datetime():
            # Microseconds since 1970, not ISO text: no offset can push them off the calendar.
            return (value - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)
        case UUID():
            return str(value)
        case tuple():
            return sorted(set(value))
        case str():
            return composed(value, limit=NOTE_LIMIT)
    return value


def _kind_by_floor(entry: FallEntry) -> Kind:
    if entry.landed_on_floor is None:
        return entry.kind
    return Kind.FALL if entry.landed_on_floor else Kind.NEAR_FALL


def _checked_moment(
    entry: FallEntry, *, received_at: datetime, born_in: int | None, errors: list[FieldError]
) -> datetime:
    moment, found = entry.occurred_at, len(errors)
    try:
        zone(entry.time_zone)
    except UnknownTimeZone as error:
        errors.append(error)
    if moment.utcoffset() is None:
        errors.append(TimeWithoutOffset(field="occurred_at"))
    elif moment > received_at + AHEAD_WITHIN:
        errors.append(FallInFuture(field="occurred_at"))
    elif moment < EARLIEST_FALL:
        errors.append(FallBefore1900(field="occurred_at"))
    if len(errors) > found:
        return moment
    moment = min(moment, received_at).astimezone(UTC)
    if born_in is not None and local_date(moment, entry.time_zone).year < born_in:
        errors.append(FallBeforeBirth(field="occurred_at"))
    return moment


def _checked_list(
    values: tuple[Choice, ...] | None, field: str, errors: list[FieldError]
) -> tuple[Choice, ...] | None:
    return None if values is None else checked_list(values, field, errors)


def _checked_note(note: str, errors: list[FieldError]) -> str:
    try:
        return clean_text(note, field="note", limit=NOTE_LIMIT)
    except FieldError as error:
        errors.append(error)
        return note
