"""The days that a sweep answers and those it leaves alone, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Patient
from frontend.diary_calendar import day_state_words
from frontend.phrases import date_words
from logs.domain.days import is_early, swept_days
from logs.domain.errors import EntryError, InvalidEntry
from logs.domain.times import local_date
from logs.domain.vocabulary import DayState
from logs.phrases import days_words
from logs.services.diary import Swept
from logs.summaries import DayShown, days_between


@dataclass(frozen=True, slots=True, kw_only=True)
class SweptDay:
    """One day of the stretch; `why` says why it would be left alone."""

    date: date
    name: str
    why: str
    is_open: bool


def sweep_list(patient: Patient, first: date, last: date, *, now: datetime) -> list[SweptDay]:
    """Every day of the stretch, before anything is answered. Raises InvalidEntry as the sweep would."""
    today = local_date(now, patient.time_zone)
    try:
        swept_days(first, last, today=today)
    except EntryError as error:
        raise InvalidEntry([error]) from None
    return [_day(patient, day, today=today, now=now) for day in days_between(patient, first, last)]


def swept_sentence(swept: Swept, *, today: date) -> str:
    """ "No falls on Friday 13 and Saturday 14. Left as it was: Sunday 15 (has a fall)." """
    said = []
    if swept.answered:
        said.append(_("No falls on %(days)s.") % {"days": _days(swept.answered, today=today)})
    if swept.skipped:
        skipped = ", ".join(
            _("%(day)s (%(why)s)") % {"day": days_words([day]), "why": _why(code)}
            for day, code in swept.skipped
        )
        said.append(
            ngettext("Left as it was: %(days)s.", "Left as they were: %(days)s.", len(swept.skipped))
            % {"days": skipped}
        )
    return " ".join(said)


def _day(patient: Patient, shown: DayShown, *, today: date, now: datetime) -> SweptDay:
    name = date_words(shown.date, today=today)
    if is_early(shown.date, now, patient.time_zone):
        name = _("%(day)s, so far") % {"day": name}
    is_open = shown.state == DayState.UNKNOWN and not shown.history
    return SweptDay(
        date=shown.date, name=name, why="" if is_open else day_state_words(shown), is_open=is_open
    )


def _days(days: Sequence[date], *, today: date) -> str:
    """Short where the month is clear."""
    if all((day.year, day.month) == (today.year, today.month) for day in days):
        return days_words(days)
    return ", ".join(date_words(day, today=today) for day in days)


def _why(code: str) -> str:
    return {
        "day_has_fall": _("has a fall"),
        "already_answered": _("answered already"),
        "before_diary": _("before the diary began"),
    }[code]
