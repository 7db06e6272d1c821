"""The falls and near falls of a period with their circumstances, as a report tells them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from accounts.models import Patient
from logs.domain.times import part_of_day
from logs.domain.vocabulary import InjuryGrade, Kind, PartOfDay, Precision, YesNoUnsure
from logs.models import Fall
from logs.models.fall import is_counted


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedEvent:
    """A counted fall or near fall; None where nobody was asked or nobody answered."""

    date: date
    kind: Kind
    part_of_day: PartOfDay | None
    place: str | None
    activity: str | None
    injuries: Sequence[str] | None
    care: Sequence[str] | None
    grade: InjuryGrade | None
    head_strike: YesNoUnsure | None
    got_up: str | None
    minutes_on_floor: str | None


def reported_events(patient: Patient, first: date, last: date) -> list[ReportedEvent]:
    """Oldest first, each once, without what only its patient may read. One query."""
    rows = Fall.objects.active().filter(patient=patient, local_date__range=(first, last))
    return [
        _event(row)
        for row in rows.order_by("local_date", "occurred_at", "pk")
        if is_counted(row.same_fall_as_id, row.is_same_fall)
    ]


def _event(row: Fall) -> ReportedEvent:
    local = row.occurred_at.astimezone(ZoneInfo(row.time_zone))
    return ReportedEvent(
        date=row.local_date,
        kind=Kind(row.kind),
        part_of_day=None if row.precision == Precision.DAY else part_of_day(local.time()),
        place=row.place,
        activity=row.activity,
        injuries=row.injuries,
        care=row.care,
        grade=InjuryGrade(row.injury_grade) if row.injury_grade else None,
        head_strike=YesNoUnsure(row.head_strike) if row.head_strike else None,
        got_up=row.got_up,
        minutes_on_floor=row.minutes_on_floor,
    )
