"""A fall's answers in words: for its page, its history and for two versions side by side."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.domain.vocabulary import Scope
from accounts.models import display_name
from frontend.phrases import moment_words
from frontend.words import label
from logs.models import Fall, FallVersion
from logs.services.fall_rows import CHOICES, LISTS, entry_of, stored_values

FIELD_WORDS: Mapping[str, Promise] = {
    "kind": _("What it was"),
    "landed_on_floor": _("On the floor"),
    "occurred_at": _("When"),
    "injuries": _("Hurt"),
    "head_strike": _("Hit the head"),
    "blackout": _("Blacked out"),
    "care": _("Care"),
    "place": _("Where"),
    "activity": _("Doing what"),
    "mechanisms": _("What happened"),
    "landing": _("Landed on"),
    "symptoms": _("How it felt"),
    "triggers": _("What was going on"),
    "aids_in_use": _("Aids in use"),
    "aid_left_unused": _("Aid left aside"),
    "footwear": _("On the feet"),
    "got_up": _("Getting up"),
    "minutes_on_floor": _("Time on the floor"),
    "function_loss_3d": _("Able to do less, three days on"),
    "note": _("Note"),
}
# Shown to those alone whom the patient lets see symptoms: not even that they were told.
SYMPTOM_FIELDS = frozenset({"symptoms", "triggers"})
NOT_ANSWERED = _("Not answered")

# What one answer says in words; stored values, as JSON holds them.
Stored = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One answer in words: "Where", "Kitchen"."""

    field: str
    name: str | Promise
    words: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a fall's history: who did what when, each change as (name, before, after)."""

    who: str
    at: str
    what: str
    changes: tuple[tuple[str | Promise, str, str], ...]


def told_value(field: str, stored: Stored, *, home: str, now: datetime) -> str:
    """One stored value in words; `stored` also holds the zone and precision of a time.

    `home` is the zone of the diary, which needs no name.
    """
    value: Any = stored.get(field)
    if value is None or value in ("", []):
        return str(NOT_ANSWERED)
    if field == "occurred_at":
        moment, zone = datetime.fromisoformat(value), stored["time_zone"]
        return moment_words(moment, zone=zone, precision=stored["precision"], now=now, home=home)
    if isinstance(value, bool):
        return _now("Yes") if value else _now("No")
    if field in LISTS:
        return ", ".join(label(LISTS[field](item)) for item in value)
    return label(CHOICES[field](value)) if field in CHOICES else str(value)


def told(fall: Fall, fields: tuple[str, ...], *, now: datetime) -> list[Told]:
    stored, home = stored_values(entry_of(fall)), fall.patient.time_zone
    return [
        Told(
            field,
            FIELD_WORDS[field],
            told_value(field, stored, home=home, now=now),
            stored[field] not in (None, "", []),
        )
        for field in fields
    ]


def history_of(fall: Fall, *, now: datetime, scopes: Collection[Scope]) -> list[Step]:
    """Oldest first: the first entry, then every change. One query."""
    zone = fall.patient.time_zone
    states = list(_states(fall, list(fall.versions.select_related("made_by"))))
    steps = [
        Step(
            who=display_name(version.made_by) if version.made_by else _now("An account that is gone"),
            at=moment_words(version.made_at, zone=zone, now=now),
            what=_what(version),
            changes=tuple(_changes(version, before, after, home=zone, now=now, scopes=scopes)),
        )
        for version, before, after in states
    ]
    first = Step(
        who=display_name(fall.made_by) if fall.made_by else _now("An account that is gone"),
        at=moment_words(fall.made_at, zone=zone, now=now),
        what=_now("Recorded"),
        changes=(),
    )
    return [first, *steps]


def seen_at(fall: Fall, version: int) -> dict[str, Any]:
    """The stored values as they were at that version, which is what the person had before them."""
    stored: dict[str, Any] = stored_values(entry_of(fall))
    if version < fall.version:
        for later in fall.versions.filter(version__gt=version).order_by("-version"):
            stored |= later.before
    return stored


def _states(fall: Fall, versions: list[FallVersion]) -> Iterator[tuple[FallVersion, Stored, Stored]]:
    """Each version with all values before and after it."""
    stored: dict[str, Any] = stored_values(entry_of(fall))
    for version in reversed(versions):
        stored |= version.before
    for version in versions:
        before = dict(stored)
        stored |= version.after
        yield version, before, dict(stored)


def _what(version: FallVersion) -> str:
    match version.after.get("state"):
        case "withdrawn":
            return _now("Withdrawn")
        case "active":
            return _now("Restored")
    return _now("Changed")


def _changes(
    version: FallVersion,
    before: Stored,
    after: Stored,
    *,
    home: str,
    now: datetime,
    scopes: Collection[Scope],
) -> Iterator[tuple[str | Promise, str, str]]:
    changed = set(version.after) | ({"occurred_at"} if "precision" in version.after else set())
    for field, name in FIELD_WORDS.items():
        if field not in changed or (field in SYMPTOM_FIELDS and Scope.SYMPTOMS not in scopes):
            continue
        if field == "note" and Scope.NOTES not in scopes:
            yield name, "", _now("Changed")
            continue
        was, became = (told_value(field, stored, home=home, now=now) for stored in (before, after))
        yield name, was, became
