"""When, where and doing what somebody fell or nearly fell: counts of what was told."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from accounts.domain.zones import zone
from accounts.models import Patient
from logs.domain.times import local_date, part_of_day
from logs.domain.vocabulary import Activity, Kind, PartOfDay, Place, Precision
from logs.models import Fall
from logs.models.fall import is_counted

# Longer ago says little about now, and bounds what a page reads.
LOOKED_BACK = timedelta(days=730)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """The counted falls, or near falls, of a stretch of days; None counts those of which it was not told."""

    events: int
    parts: Mapping[StrEnum | None, int]
    places: Mapping[StrEnum | None, int]
    activities: Mapping[StrEnum | None, int]


def looked_at_from(patient: Patient, now: datetime) -> date:
    """The first day that patterns look at: where the diary began, or two years ago."""
    return max(patient.diary_began_on, local_date(now, patient.time_zone) - LOOKED_BACK)


def circumstances_of(patient: Patient, now: datetime) -> dict[Kind, Circumstances]:
    """Falls and near falls apart, today's too. One query."""
    rows = (
        Fall.objects.active()
        .filter(patient=patient, local_date__gte=looked_at_from(patient, now))
        .only(
            "kind",
            "occurred_at",
            "time_zone",
            "precision",
            "place",
            "activity",
            "same_fall_as_id",
            "is_same_fall",
        )
    )
    falls = [fall for fall in rows if is_counted(fall.same_fall_as_id, fall.is_same_fall)]
    return {kind: _counted([fall for fall in falls if fall.kind == kind]) for kind in Kind}


def _counted(falls: list[Fall]) -> Circumstances:
    return Circumstances(
        events=len(falls),
        parts=_counts(_part(fall) for fall in falls),
        places=_counts(Place(fall.place) if fall.place else None for fall in falls),
        activities=_counts(Activity(fall.activity) if fall.activity else None for fall in falls),
    )


def _counts(values: Iterable[StrEnum | None]) -> Mapping[StrEnum | None, int]:
    return Counter(values)


def _part(fall: Fall) -> PartOfDay | None:
    """By the clock of where it was; None where only the day is known."""
    if fall.precision == Precision.DAY:
        return None
    return part_of_day(fall.occurred_at.astimezone(zone(fall.time_zone)).time())
