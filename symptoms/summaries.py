"""What pages and phones read of somebody's symptoms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import Patient
from symptoms.models import SymptomEntry, SymptomPin

# Entries looked through for the last values: about three months of one a day.
LOOKED_AT = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class LastValue:
    """The last confirmed answer to one question. None is never among them."""

    value: int
    areas: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefill:
    """What a daily check is opened with: nothing of it counts before the person confirms it."""

    pins: tuple[str, ...]
    last: Mapping[str, LastValue]
    last_on: date | None  # the day of the last entry with a value; None: there is none


def pinned(patient: Patient) -> tuple[str, ...]:
    """Codes in the order that the patient chose."""
    return tuple(SymptomPin.objects.filter(patient=patient).values_list("code", flat=True))


def last_values(patient: Patient) -> dict[str, LastValue]:
    """The newest confirmed answer to each question, by its code."""
    last: dict[str, LastValue] = {}
    entries = SymptomEntry.objects.filter(patient=patient).active().newest_first()
    for values, areas, day in entries.values_list("values", "areas", "local_date")[:LOOKED_AT]:
        for code, value in values.items():
            if value is not None and code not in last:
                last[code] = LastValue(value=value, areas=tuple(areas.get(code, ())), on=day)
    return last


def prefill(patient: Patient) -> Prefill:
    last = last_values(patient)
    return Prefill(
        pins=pinned(patient), last=last, last_on=max((one.on for one in last.values()), default=None)
    )
