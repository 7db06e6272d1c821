"""The rows of a time line in words, day by day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.domain.vocabulary import Aid
from accounts.services.access import Access
from caseload.models import Contact
from caseload.timeline import RowKind, TimelineRow, Turn
from checklists.models import Recommendation
from frontend.diary_day import marks_of
from frontend.fall_rows import fall_row
from frontend.phrases import date_words
from frontend.today_page import contact_words
from frontend.treatment_words import EXERCISE, MEDICINES, aid_words, hours_words, medicine_words
from frontend.weekly_words import ADVICE_SHORT, facts_of
from frontend.words import label
from logs.domain.times import local_date
from logs.domain.vocabulary import Trigger
from logs.models import DiaryDay, Fall
from symptoms.catalogue import SYMPTOMS, value_words
from symptoms.domain.weekly import Advice
from symptoms.models import SymptomEntry, WeeklyCheck
from treatments.domain.vocabulary import ExerciseKind, MedicineClass
from treatments.models import AidPeriod, ExerciseEntry, Medicine, SideEffect

KIND_WORDS: Mapping[RowKind, Promise] = {
    RowKind.FALL: gettext_lazy("Falls"),
    RowKind.NEAR_FALL: gettext_lazy("Near falls"),
    RowKind.SYMPTOMS: gettext_lazy("Symptoms and triggers"),
    RowKind.WEEKLY_CHECK: gettext_lazy("Skin and joints"),
    RowKind.DAY: gettext_lazy("Relapses and other marked days"),
    RowKind.MEDICINE: gettext_lazy("Medicines and how they felt"),
    RowKind.AID: gettext_lazy("Aids"),
    RowKind.EXERCISE: gettext_lazy("Exercise"),
    RowKind.CONTACT: gettext_lazy("Contacts"),
    RowKind.ADVICE: gettext_lazy("Advice for the home"),
}
# What began, and what ended.
MEDICINE_TURNS: Mapping[Turn | None, Promise] = {
    Turn.START: gettext_lazy("Medicine started"),
    Turn.END: gettext_lazy("Medicine stopped"),
}
AID_TURNS: Mapping[Turn | None, Promise] = {
    Turn.START: gettext_lazy("An aid is new"),
    Turn.END: gettext_lazy("An aid is owned no longer"),
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
    felt = row.about.note if notes and isinstance(row.about, SideEffect) else ""
    return *_of_the_patient(row), felt, ""


def _of_the_patient(row: TimelineRow) -> tuple[str, str]:
    """Heading and words of treatments and weekly checks."""
    match row.about:
        case WeeklyCheck() as check:
            told = check.told
            facts = ". ".join(f"{what}: {said}" for what, said in facts_of(told) if said != _("Not answered"))
            return _check_heading(check.advice), facts
        case Medicine() as medicine:
            kind = str(MEDICINES[MedicineClass(medicine.medicine_class)])
            named = f"{medicine.own_name}. {kind}" if medicine.own_name else kind
            return str(MEDICINE_TURNS[row.turn]), named
        case SideEffect() as effect:
            return _("Drowsy or weaker after a medicine"), ". ".join(_felt(effect))
        case AidPeriod() as period:
            return str(AID_TURNS[row.turn]), aid_words(period)
        case ExerciseEntry() as exercise:
            return _("Exercise"), ". ".join(_exercise(exercise))
    raise NotImplementedError  # a kind without words


def _check_heading(advice: Advice) -> str:
    """With what the patient was told to do, where that is something."""
    heading = _("Skin and joints")
    return heading if advice is Advice.NOTHING else f"{heading}: {ADVICE_SHORT[advice]}"


def _felt(effect: SideEffect) -> Iterator[str]:
    felt = _("%(severity)s of 10") % {"severity": effect.severity}
    yield f"{felt}, {medicine_words(effect.medicine)}"
    if effect.hours_after_dose is not None:
        yield hours_words(effect.hours_after_dose)


def _exercise(entry: ExerciseEntry) -> Iterator[str]:
    minutes = ngettext("%(minutes)s minute", "%(minutes)s minutes", entry.minutes)
    yield f"{EXERCISE[ExerciseKind(entry.kind)]}, {minutes % {'minutes': entry.minutes}}"
    if entry.supervised:
        yield _("A therapist was there")


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
