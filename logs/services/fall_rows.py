"""Between a fall as it is told (FallEntry) and a fall as it is stored (Fall)."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from enum import StrEnum

from ledger.domain.entries import as_json
from logs.domain import vocabulary as words
from logs.domain.days import told_at
from logs.domain.entries import FallEntry, hopkins_grade, injury_grade
from logs.domain.times import local_date
from logs.models import Fall

CHOICES: Mapping[str, type[StrEnum]] = {
    "kind": words.Kind,
    "precision": words.Precision,
    "place": words.Place,
    "activity": words.Activity,
    "footwear": words.Footwear,
    "landing": words.Landing,
    "head_strike": words.YesNoUnsure,
    "blackout": words.YesNoUnsure,
    "got_up": words.GotUp,
    "minutes_on_floor": words.MinutesOnFloor,
}
LISTS: Mapping[str, type[StrEnum]] = {
    "mechanisms": words.Mechanism,
    "triggers": words.Trigger,
    "symptoms": words.Symptom,
    "aids_in_use": words.Aid,
    "injuries": words.Injury,
    "care": words.Care,
}
ENTRY_FIELDS = tuple(field.name for field in fields(FallEntry))


def entry_of(fall: Fall) -> FallEntry:
    """The stored fall, as somebody would tell it today."""
    told = {name: getattr(fall, name) for name in ENTRY_FIELDS}
    for name, choices in CHOICES.items():
        told[name] = None if told[name] is None else choices(told[name])
    for name, choices in LISTS.items():
        told[name] = None if told[name] is None else tuple(choices(value) for value in told[name])
    return FallEntry(**told)


def put_entry(fall: Fall, entry: FallEntry, *, changed: Sequence[datetime] = ()) -> None:
    """Set the row's columns, the derived ones too. `changed`: when a change of it was made and received."""
    for name in ENTRY_FIELDS:
        value = getattr(entry, name)
        setattr(fall, name, list(value) if isinstance(value, tuple) else value)
    fall.local_date = local_date(entry.occurred_at, entry.time_zone)
    moments = (fall.told_at, *changed) if changed else (fall.received_at,)
    fall.told_at = told_at(fall.local_date, entry.time_zone, (entry.made_at, *moments))
    fall.injury_grade = injury_grade(
        injuries=entry.injuries, care=entry.care, function_loss=entry.function_loss_3d
    )
    fall.hopkins_grade = hopkins_grade(kind=entry.kind, care=entry.care)


def stored_values(entry: FallEntry) -> dict[str, object]:
    """The entry's fields as JSON values, for versions and for what a conflict keeps."""
    return {name: as_json(getattr(entry, name)) for name in ENTRY_FIELDS}
