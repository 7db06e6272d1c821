"""The rows of a time line in words, day by day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.vocabulary import Aid
from accounts.services.access import Access
from caseload.models import Contact
from caseload.timeline import RowKind, TimelineRow
from checklists.models import Recommendation
from frontend.diary_day import marks_of
from frontend.fall_rows import fall_row
from frontend.phrases import date_words
from frontend.today_page import contact_words
from frontend.words import label
from logs.domain.times import local_date
from logs.domain.vocabulary import Trigger
from logs.models import DiaryDay, Fall
from symptoms.catalogue import SYMPTOMS, value_words
from symptoms.models import SymptomEntry

KIND_WORDS: Mapping[RowKind, Promise] = {
    RowKind.FALL: gettext_lazy("Falls"),
    RowKind.NEAR_FALL: gettext_lazy("Near falls"),
    RowKind.SYMPTOMS: gettext_lazy("Symptoms and triggers"),
    RowKind.DAY: gettext_lazy("Relapses and other marked days"),
    RowKind.CONTACT: gettext_lazy("Contacts"),
    RowKind.ADVICE: gettext_lazy("Advice for the home"),
}
SHAPES = {RowKind.FALL: "fall", RowKind.NEAR_FALL: "near"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`url` is empty where there is nothing more to see."""

    shape: str
    heading: str
    words: str
    note: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    name: str
    lines: Sequence[Line]


def days_of(rows: Sequence[TimelineRow], access: Access, *, now: datetime) -> list[Day]:
    today = local_date(now, access.patient.time_zone)
    return [
        Day(name=date_words(day, today=today), lines=[_line(row, access, now) for row in of_day])
        for day, of_day in groupby(rows, key=lambda row: row.day)
    ]


def _line(row: TimelineRow, access: Access, now: datetime) -> Line:
    heading, words, note, url = _told(row, access, now)
    if row.at is not None and not url:
        at = row.at.astimezone(ZoneInfo(access.patient.time_zone))
        heading = f"{time_format(at)} {heading}"
    return Line(shape=SHAPES.get(row.kind, ""), heading=heading, words=words, note=note, url=url)


def _told(row: TimelineRow, access: Access, now: datetime) -> tuple[str, str, str, str]:
    """Heading, words, note and address."""
    home, notes = access.patient.time_zone, access.sees_notes
    match row.about:
        case Fall() as fall:
            told = fall_row(fall, home=home, now=now, sees_notes=notes, sees_grades=True)
            return f"{told.kind} {told.when}", told.details, told.note, told.url
        case SymptomEntry() as entry:
            return _("Symptoms"), ". ".join(_symptoms(entry)), entry.note if notes else "", ""
        case DiaryDay() as day:
            return ", ".join(marks_of(day)), "", "", ""
        case Contact() as contact:
            said = contact_words(contact, zone=home, today=local_date(now, home))
            return _("Contact"), said, contact.plan, ""
        case Recommendation() as advice:
            done = (
                _("Done on %(day)s.") % {"day": date_words(advice.done_on, today=local_date(now, home))}
                if advice.done_on
                else ""
            )
            return _("Advice for the home"), done, advice.text, ""
    raise NotImplementedError  # a kind without words


def _symptoms(entry: SymptomEntry) -> Iterator[str]:
    """ "Tiredness: 7 of 10", what was there, and what was in use; what was not asked is not said."""
    yield from (
        f"{SYMPTOMS[code].name}: {value_words(code, value)}"
        for code, value in entry.values.items()
        if value is not None and code in SYMPTOMS
    )
    if entry.triggers is not None:
        there = ", ".join(label(Trigger(code)) for code in entry.triggers) or _("nothing of the list")
        yield _("There on the day: %(there)s") % {"there": there}
    if entry.aids_in_use is not None:
        used = ", ".join(label(Aid(code)) for code in entry.aids_in_use) or _("none")
        yield _("Aids in use: %(aids)s") % {"aids": used}
