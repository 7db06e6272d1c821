"""Where somebody fell: what is looked at beside the rooms of their home."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Patient
from logs.domain.vocabulary import Kind
from logs.models import Fall
from logs.models.fall import is_counted


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedEvent:
    """A fall or near fall on a local day; `place` None where nobody said."""

    date: date
    kind: Kind
    place: str | None


def events_with_places(patient: Patient, first: date, last: date) -> list[PlacedEvent]:
    """Every counted fall and near fall of those local days, oldest first. One query."""
    rows = Fall.objects.active().filter(patient=patient, local_date__range=(first, last))
    told = rows.order_by("local_date", "pk").values_list(
        "local_date", "kind", "place", "same_fall_as_id", "is_same_fall"
    )
    return [
        PlacedEvent(date=day, kind=Kind(kind), place=place)
        for day, kind, place, same_as, is_same in told
        if is_counted(same_as, is_same)
    ]


def falls_with_places(
    patients: Iterable[int], first: date, last: date
) -> Mapping[int, Sequence[tuple[date, str | None]]]:
    """The counted falls of many patients, by primary key: local day and place. One query."""
    rows = Fall.objects.active().falls_only().filter(patient__in=patients, local_date__range=(first, last))
    told = rows.values_list("patient_id", "local_date", "place", "same_fall_as_id", "is_same_fall")
    found = defaultdict(list)
    for patient, day, place, same_as, is_same in told:
        if is_counted(same_as, is_same):
            found[patient].append((day, place))
    return found
