"""Between symptoms as they are told (SymptomsTold) and as they are stored (SymptomEntry)."""

from accounts.domain.vocabulary import Aid
from ledger.domain.times import local_date
from ledger.domain.vocabulary import Trigger
from symptoms.domain.entries import SymptomsTold
from symptoms.models import SymptomEntry


def told_of(entry: SymptomEntry) -> SymptomsTold:
    """The stored entry, as somebody would tell it today."""
    triggers, aids = entry.triggers, entry.aids_in_use
    return SymptomsTold(
        entry_id=entry.entry_id,
        made_at=entry.made_at,
        occurred_at=entry.occurred_at,
        time_zone=entry.time_zone,
        values=entry.values,
        areas={code: tuple(area) for code, area in entry.areas.items()},
        triggers=None if triggers is None else tuple(Trigger(one) for one in triggers),
        aids_in_use=None if aids is None else tuple(Aid(one) for one in aids),
        note=entry.note,
    )


def put_told(entry: SymptomEntry, told: SymptomsTold) -> None:
    """Set the row's columns, the derived day too."""
    entry.entry_id, entry.made_at = told.entry_id, told.made_at
    entry.occurred_at, entry.time_zone = told.moment, told.time_zone
    entry.local_date = local_date(told.moment, told.time_zone)
    entry.values = {str(code): value for code, value in told.values.items()}
    entry.areas = {str(code): list(area) for code, area in told.areas.items()}
    entry.triggers = None if told.triggers is None else [str(one) for one in told.triggers]
    entry.aids_in_use = None if told.aids_in_use is None else [str(one) for one in told.aids_in_use]
    entry.note = told.note


def flat_values(told: SymptomsTold) -> dict[str, object]:
    """Each thing that can be changed by itself, by its name, as JSON: what two phones may change apart."""
    return {
        "occurred_at": told.moment.isoformat(),
        "time_zone": told.time_zone,
        **{f"values.{code}": value for code, value in told.values.items()},
        **{f"areas.{code}": list(area) for code, area in told.areas.items()},
        "triggers": None if told.triggers is None else [str(one) for one in told.triggers],
        "aids_in_use": None if told.aids_in_use is None else [str(one) for one in told.aids_in_use],
        "note": told.note,
    }


def difference(old: dict[str, object], new: dict[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """What changed, before and after; a value that is not there is null."""
    names = [*old, *(name for name in new if name not in old)]
    changed = [name for name in names if old.get(name) != new.get(name)]
    return {name: old.get(name) for name in changed}, {name: new.get(name) for name in changed}
