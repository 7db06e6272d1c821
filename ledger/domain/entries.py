"""What the entries of every room have in common: their moment, their note and the hash of what was sent."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from accounts.domain.errors import FieldError, UnknownTimeZone
from accounts.domain.text import clean_text, composed
from accounts.domain.zones import zone
from ledger.domain.errors import (
    EntryError,
    MomentBefore1900,
    MomentBeforeBirth,
    MomentInFuture,
    TimeWithoutOffset,
)
from ledger.domain.times import local_date

NOTE_LIMIT = 2_000  # characters of a note (limits of the API)
AHEAD_WITHIN = timedelta(minutes=10)  # a phone's clock may run ahead by this (limits of the API)
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)  # nobody alive tells of an earlier moment (limits of the API)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """What a moment is refused with, in the words of its room."""

    in_future: type[EntryError] = MomentInFuture
    before_1900: type[EntryError] = MomentBefore1900
    before_birth: type[EntryError] = MomentBeforeBirth


USUAL = Refusals()


def checked_moment(
    moment: datetime,
    zone_name: str,
    *,
    received_at: datetime,
    born_in: int | None,
    errors: list[FieldError],
    refusals: Refusals = USUAL,
) -> datetime:
    """The moment in UTC, up to ten minutes ahead as `received_at`; what is wrong is added to `errors`."""
    found = len(errors)
    try:
        zone(zone_name)
    except UnknownTimeZone as error:
        errors.append(error)
    if moment.utcoffset() is None:
        errors.append(TimeWithoutOffset(field="occurred_at"))
    elif moment > received_at + AHEAD_WITHIN:
        errors.append(refusals.in_future(field="occurred_at"))
    elif moment < EARLIEST:
        errors.append(refusals.before_1900(field="occurred_at"))
    if len(errors) > found:
        return moment
    moment = min(moment, received_at).astimezone(UTC)
    if born_in is not None and local_date(moment, zone_name).year < born_in:
        errors.append(refusals.before_birth(field="occurred_at"))
    return moment


def checked_note(note: str, errors: list[FieldError]) -> str:
    try:
        return clean_text(note, field="note", limit=NOTE_LIMIT)
    except FieldError as error:
        errors.append(error)
        return note


def hash_of_told(told: Mapping[str, object]) -> str:
    """SHA-256, in hex, of what was sent: equal however a resend orders or writes it.

    What was not asked is left out, so that a field added later changes no old hash.
    """
    payload = {name: _canonical(value) for name, value in told.items() if value not in (None, "")}
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def as_json(value: object) -> object:
    """A told value as versions and the ledger keep it."""
    match value:
        case Mapping():
            return {str(name): as_json(one) for name, one in value.items()}
        case tuple() | list():
            return [str(one) for one in value]
        case datetime():
            return value.isoformat()
        case None | bool() | int():
            return value
    return str(value)


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
