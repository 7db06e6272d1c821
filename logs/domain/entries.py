"""One fall or near fall as somebody tells it, and the rules it must keep."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from accounts.domain.errors import FieldError, UnknownField
from accounts.domain.lists import LIST_LIMIT, checked_list
from accounts.domain.text import clean_text
from ledger.domain.entries import (
    AHEAD_WITHIN,
    NOTE_LIMIT,
    Refusals,
    checked_moment,
    checked_note,
    hash_of_told,
)
from logs.domain.errors import (
    FallBefore1900,
    FallBeforeBirth,
    FallInFuture,
    InvalidEntry,
    NotForNearFall,
    TimeWithoutOffset,
)
from logs.domain.grades import hopkins_grade, injury_grade
from logs.domain.times import corrected_made_at
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

REFUSALS = Refusals(in_future=FallInFuture, before_1900=FallBefore1900, before_birth=FallBeforeBirth)

# Answers that only a person who was on the floor can give.
FLOOR_FIELDS = ("landing", "got_up", "minutes_on_floor")

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
    occurred_at = checked_moment(
        entry.occurred_at,
        entry.time_zone,
        received_at=received_at,
        born_in=born_in,
        errors=errors,
        refusals=REFUSALS,
    )
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
        note=checked_note(entry.note, errors),
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
        return replace(changed, landing=None, got_up=None, minutes_on_floor=None)
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
    return hash_of_told(
        {field.name: getattr(entry, field.name) for field in fields(entry) if field.name != "made_at"}
    )


def _kind_by_floor(entry: FallEntry) -> Kind:
    if entry.landed_on_floor is None:
        return entry.kind
    return Kind.FALL if entry.landed_on_floor else Kind.NEAR_FALL


def _checked_list(
    values: tuple[Choice, ...] | None, field: str, errors: list[FieldError]
) -> tuple[Choice, ...] | None:
    return None if values is None else checked_list(values, field, errors)
