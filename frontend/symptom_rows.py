"""Symptom entries as pages list them: by day, each answer in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.translation import gettext as _

from accounts.domain.vocabulary import Scope
from accounts.models import display_name
from accounts.services.access import Access
from frontend.phrases import day_words, moment_words
from frontend.words import label
from logs.domain.times import local_date
from logs.domain.vocabulary import Aid, Trigger
from symptoms.catalogue import AREAS, SYMPTOMS, value_words
from symptoms.models import SymptomEntry


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry: when, by whom if not by the patient, and its answers by name."""

    entry: SymptomEntry
    at: str
    by: str
    answers: list[tuple[str, str]]
    note: str


def rows_by_day(
    entries: Iterable[SymptomEntry], access: Access, now: datetime
) -> list[tuple[str, list[EntryRow]]]:
    today = local_date(now, access.patient.time_zone)
    return [
        (_day(day, today), [_row(entry, access, now) for entry in of_day])
        for day, of_day in groupby(entries, key=lambda entry: entry.local_date)
    ]


def answers_of(entry: SymptomEntry) -> list[tuple[str, str]]:
    """Names and words of all that was answered."""
    told = [
        (str(SYMPTOMS[code].name), _value(entry, code, value))
        for code, value in entry.values.items()
        if value is not None and code in SYMPTOMS
    ]
    if entry.triggers is not None:
        named = ", ".join(label(Trigger(one)) for one in entry.triggers)
        told.append((_("Going on"), named or _("None of these")))
    if entry.aids_in_use is not None:
        aids = ", ".join(label(Aid(one)) for one in entry.aids_in_use)
        told.append((_("Aids"), aids or _("No aid")))
    return told


def _row(entry: SymptomEntry, access: Access, now: datetime) -> EntryRow:
    by_other = entry.made_by_id != access.patient.user_id
    return EntryRow(
        entry=entry,
        at=moment_words(entry.occurred_at, zone=entry.time_zone, now=now, home=access.patient.time_zone),
        by=display_name(entry.made_by) if by_other and entry.made_by else "",
        answers=answers_of(entry),
        note=entry.note if Scope.NOTES in access.scopes else "",
    )


def _value(entry: SymptomEntry, code: str, value: int) -> str:
    areas = [str(AREAS[code][one]) for one in entry.areas.get(code, []) if one in AREAS.get(code, {})]
    return ", ".join([value_words(code, value), *areas])


def _day(day: date, today: date) -> str:
    said = day_words(day, today=today)
    return said[:1].upper() + said[1:]
