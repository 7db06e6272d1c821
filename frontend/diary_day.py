"""What the page of one diary day shows and says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain.vocabulary import Scope
from accounts.models import Patient, display_name
from accounts.services.access import Access
from frontend.diary_calendar import day_state_words
from frontend.fall_rows import FallRow, fall_row
from frontend.phrases import date_words, day_words, moment_words
from frontend.words import label
from logs.domain.days import is_early
from logs.domain.times import local_date
from logs.domain.vocabulary import DayAnswer, DayState, DayTag, ExclusionReason
from logs.models import DiaryDay
from logs.services.diary import DayReply
from logs.summaries import days_between, falls_of_day


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage:
    """One day for one viewer. `quiet_words` is what the button says now; empty where no answer fits."""

    day: date
    name: str
    patient: Patient
    is_own: bool
    whom: str
    may_log: bool
    state: DayState
    state_words: str
    given_words: str
    detail_words: Sequence[str]
    events: Sequence[FallRow]
    may_answer: bool
    is_history: bool
    quiet_words: str
    answer_url: str
    clearing_url: str
    given: dict[str, object]


def day_shown(access: Access, day: date, *, now: datetime) -> DayPage:
    """What the viewer may see of the day: without scope falls, only whether they may answer it."""
    patient = access.patient
    sees = Scope.FALLS in access.scopes
    shown = days_between(patient, day, day)[0]
    row = (
        DiaryDay.objects.select_related("given_by").filter(patient=patient, date=day).first()
        if sees
        else None
    )
    query = "" if access.is_own else "?" + urlencode({"patient": patient.public_id})
    return DayPage(
        day=day,
        name=_name(day, today=local_date(now, patient.time_zone)),
        patient=patient,
        is_own=access.is_own,
        whom="" if access.is_own else display_name(patient.user),
        may_log=access.may_log,
        state=shown.state if sees else DayState.UNKNOWN,
        state_words=day_state_words(shown) if sees else "",
        given_words=_given_words(access, row, now),
        detail_words=marks_of(row),
        events=[fall_row(fall, home=patient.time_zone, now=now) for fall in falls_of_day(patient, day)]
        if sees
        else [],
        may_answer=access.may_log and not shown.history and not (sees and shown.falls),
        is_history=shown.history,
        quiet_words=quiet_words(patient, day, now=now),
        answer_url=reverse("diary_day_answer", args=[day]),
        clearing_url=reverse("diary_day_clearing", args=[day]) + query if row and row.answer else "",
        given={"tags": row.tags, "reason": row.reason} if row else {},
    )


def quiet_words(patient: Patient, day: date, *, now: datetime) -> str:
    """What the button for a quiet day says: before 18:00 of that day it is not over."""
    return _("No falls so far") if is_early(day, now, patient.time_zone) else _("No falls")


def quiet_today_words(patient: Patient, *, now: datetime) -> str:
    """The same for the button that answers today from another page; empty where today is answered."""
    today = local_date(now, patient.time_zone)
    early = is_early(today, now, patient.time_zone)
    (day,) = days_between(patient, today, today)
    if day.state != DayState.UNKNOWN and (early or not day.early):
        return ""
    return _("No falls so far") if early else _("No falls today")


def in_words(reply: DayReply, patient: Patient, *, now: datetime) -> str:
    """What the bar says after an answer: "No falls on Friday 13 November." """
    day = day_words(reply.day, today=local_date(now, patient.time_zone))
    if reply.answer == DayAnswer.EXCLUDED and reply.reason is not None:
        return _("%(where)s: %(day)s.") % {"where": label(reply.reason), "day": day}
    if reply.day == local_date(now, patient.time_zone):
        early = is_early(reply.day, now, patient.time_zone)
        return _("No falls so far.") if early else _("No falls today.")
    return _("%(quiet)s: %(day)s.") % {"quiet": quiet_words(patient, reply.day, now=now), "day": day}


def for_whom(name: str, said: str) -> str:
    """The same, with whose diary it is in."""
    return _("For %(name)s. %(said)s") % {"name": name, "said": said}


def _name(day: date, *, today: date) -> str:
    """ "Today, Sunday 22 November"."""
    near, name = day_words(day, today=today), date_words(day, today=today)
    return name if near == name else f"{near.capitalize()}, {name}"


def _given_words(access: Access, row: DiaryDay | None, now: datetime) -> str:
    if row is None or row.answer is None or row.given_at is None:
        return ""
    when = moment_words(row.given_at, zone=access.patient.time_zone, now=now)
    if row.given_by_id == access.viewer.pk:
        return _("Answered by you, %(when)s.") % {"when": when}
    by = display_name(row.given_by) if row.given_by else _("an account that is gone")
    return _("Answered by %(name)s, %(when)s.") % {"name": by, "when": when}


def marks_of(row: DiaryDay | None) -> list[str]:
    """Why the day is left out, and what marks it."""
    if row is None:
        return []
    reason = [label(ExclusionReason(row.reason))] if row.reason else []
    return reason + [label(DayTag(tag)) for tag in row.tags]
