"""How somebody says they are at one moment, and the rules that this must keep."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.domain.errors import FieldError, UnknownField
from accounts.domain.lists import LIST_LIMIT, checked_list
from accounts.domain.vocabulary import Aid
from ledger.domain.entries import checked_moment, checked_note, hash_of_told
from ledger.domain.errors import InvalidEntry, TimeWithoutOffset
from ledger.domain.times import corrected_made_at
from ledger.domain.vocabulary import Trigger
from symptoms.domain.catalogue import DEFINITIONS
from symptoms.domain.errors import HasNoAreas, NothingTold, NotOnTheScale, UnknownArea, UnknownSymptom
from symptoms.domain.vocabulary import SymptomCode

PIN_LIMIT = 8  # more questions than that are no daily check of a few seconds any more

Values = Mapping[str, int | None]
Areas = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomsTold:
    """Symptoms of one moment. A value of None, or none at all, is not answered, which is never 0."""

    entry_id: UUID
    made_at: datetime  # aware: when the person tapped
    occurred_at: datetime | None = None  # aware; None: when it was tapped
    time_zone: str = ""  # IANA name; empty: not said
    values: Values = field(default_factory=dict)
    areas: Areas = field(default_factory=dict)
    triggers: tuple[Trigger, ...] | None = None  # None: not asked; empty: asked, and none of them
    aids_in_use: tuple[Aid, ...] | None = None
    note: str = ""

    @property
    def moment(self) -> datetime:
        return self.occurred_at or self.made_at


CHANGEABLE_FIELDS: frozenset[str] = frozenset(
    one.name for one in fields(SymptomsTold) if one.name not in ("entry_id", "made_at")
)


def checked_symptoms(
    told: SymptomsTold, *, received_at: datetime, born_in: int | None
) -> tuple[SymptomsTold, bool]:
    """The entry as it is kept (UTC, NFC, no doubles), and whether its clock ran ahead.

    `born_in` is a year, None where it is not known. Raises InvalidEntry with every error.
    """
    errors: list[FieldError] = []
    errors += _wrong_values(told.values)
    occurred_at = checked_moment(
        told.moment, told.time_zone, received_at=received_at, born_in=born_in, errors=errors
    )
    if told.made_at.utcoffset() is None:
        errors.append(TimeWithoutOffset(field="made_at"))
    triggers, aids = told.triggers, told.aids_in_use
    checked = replace(
        told,
        occurred_at=occurred_at,
        areas=_checked_areas(told.areas, errors),
        triggers=None if triggers is None else checked_list(triggers, "triggers", errors),
        aids_in_use=None if aids is None else checked_list(aids, "aids_in_use", errors),
        note=checked_note(told.note, errors),
    )
    if not (checked.values or checked.areas or checked.note) and triggers is None and aids is None:
        errors.append(NothingTold(field="values"))
    if errors:
        raise InvalidEntry(errors)
    return checked, told.moment > received_at


def apply_changes(told: SymptomsTold, changes: Mapping[str, object]) -> SymptomsTold:
    """The entry with those fields set; of values and areas the named symptoms alone, a None takes one out.

    Check the result with checked_symptoms. Raises InvalidEntry with UnknownField.
    """
    unknown = sorted(changes.keys() - CHANGEABLE_FIELDS)
    if unknown:
        raise InvalidEntry(UnknownField(field=name) for name in unknown)
    # Any: the doors have parsed each value by the type of its field.
    new: dict[str, Any] = dict(changes)
    if "values" in new:
        new["values"] = {**told.values, **new["values"]}
    if "areas" in new:
        new["areas"] = {name: area for name, area in {**told.areas, **new["areas"]}.items() if area}
    return replace(told, **new)


def corrected_symptoms(
    told: SymptomsTold, *, sent_at: datetime | None, received_at: datetime
) -> SymptomsTold:
    """The entry by the server's clock: when it was tapped and, for "now", what moment it is about."""
    if told.made_at.utcoffset() is None or (sent_at is not None and sent_at.utcoffset() is None):
        return told
    made_at = corrected_made_at(made_at=told.made_at, sent_at=sent_at, received_at=received_at)
    is_now = told.occurred_at is None or (sent_at is not None and told.occurred_at == told.made_at)
    return replace(told, made_at=made_at, occurred_at=made_at if is_now else told.occurred_at)


def told_hash(told: SymptomsTold) -> str:
    """SHA-256, in hex, of what was sent, before it is checked; what was not answered is left out."""
    return hash_of_told(
        {
            "entry_id": told.entry_id,
            "occurred_at": told.occurred_at,
            "time_zone": told.time_zone,
            "values": {str(code): value for code, value in told.values.items() if value is not None},
            "areas": {str(code): sorted(set(area)) for code, area in told.areas.items() if area},
            "triggers": told.triggers,
            "aids_in_use": told.aids_in_use,
            "note": told.note,
        }
    )


def _wrong_values(values: Values) -> Iterator[FieldError]:
    for code, value in values.items():
        where = f"values.{code}"
        if code not in DEFINITIONS:
            yield UnknownSymptom(field=where)
            continue
        most = DEFINITIONS[SymptomCode(code)].most
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if value is not None and not (is_number and 0 <= value <= most):
            yield NotOnTheScale(field=where, most=most)


def _checked_areas(areas: Areas, errors: list[FieldError]) -> Areas:
    checked = {}
    for code, named in areas.items():
        where = f"areas.{code}"
        words = DEFINITIONS[SymptomCode(code)].areas if code in DEFINITIONS else None
        if words is None:
            errors.append(HasNoAreas(field=where))
        elif any(one not in list(words) for one in named) or len(named) > LIST_LIMIT:
            errors.append(UnknownArea(field=where))
        elif named:
            checked[code] = tuple(dict.fromkeys(str(one) for one in named))
    return checked
