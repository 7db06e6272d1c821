from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import CareLink, Patient, User, display_name
from accounts.services.access import open_known_patient
from frontend.opened_falls import OpenedFall
from frontend.phrases import date_words, days_words
from frontend.question_flow import first_open
from frontend.views.welcome import welcome
from frontend.words import days_phrase, events_phrase, near_falls_phrase
from logs.domain.days import SWEEP_DAYS, is_early
from logs.domain.times import local_date
from logs.domain.vocabulary import DayState
from logs.models import Fall
from logs.summaries import DayShown, MonthSoFar, days_between, month_so_far

# So many unanswered days are named; more are counted.
DAYS_NAMED = 2
UNFINISHED_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What waits to be told to the end, and the address of the newest one's next question."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Double:
    """A suspected second account of one fall, and who else told it."""

    fall: Fall
    words: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Three buttons and where things stand; for anybody but a patient, the way to their own place."""
    user = request.user
    if not user.is_authenticated:
        return welcome(request)
    if not user.is_patient:
        return redirect("patients" if _cares(user) else "joining")
    return render(request, "frontend/home/home.html", home_of(user.patient, timezone.now()))


def home_of(patient: Patient, now: datetime) -> dict[str, object]:
    """Everything on Home, in five queries."""
    today = local_date(now, patient.time_zone)
    *before, day = days_between(patient, today - timedelta(days=SWEEP_DAYS), today)
    open_days = [day.date for day in before if day.state == DayState.UNKNOWN and not day.history]
    return {
        "nav": "home",
        "today": today,
        "date": date_words(today, today=today),
        "state": today_words(day),
        "day": day,
        "month": month_words(month_so_far(patient, now)),
        "unanswered": unanswered_words(open_days),
        "unfinished": _unfinished(patient),
        "double": _double(patient),
        "is_early": is_early(today, now, patient.time_zone),
        "fall_id": uuid4(),
        "near_fall_id": uuid4(),
        "op_id": uuid4(),
    }


def today_words(day: DayShown) -> str:
    """Today's state in words. A near fall alone does not answer the day."""
    match day.state:
        case DayState.EXCLUDED:
            return _("Today is left out: hospital or other inpatient care.")
        case DayState.EVENTS:
            return _("Today: %(events)s.") % {"events": events_phrase(day.falls, day.near_falls)}
        case DayState.NO_FALLS:
            said = _("Today: %(events)s so far.") if day.early else _("Today: %(events)s.")
            events = events_phrase(day.falls, day.near_falls)
            return said % {"events": events[:1].lower() + events[1:]}
    if day.near_falls:
        return _("Today: %(events)s. Any falls today?") % {"events": near_falls_phrase(day.near_falls)}
    return _("Today is not answered yet.")


def month_words(month: MonthSoFar) -> tuple[str, str, bool]:
    """ "November: 2 falls", "19 of 21 days answered."; yesterday is the last day that is counted.

    And whether the first one is long: with near falls it takes two lines of a phone.
    """
    counts = month.counts
    heading = _("%(month)s: %(events)s") % {
        "month": date_format(month.month.first, "F"),
        "events": events_phrase(counts.falls, counts.near_falls),
    }
    if not counts.enrolled_days:
        return heading, _("Days are counted from tomorrow on."), bool(counts.near_falls)
    days = days_phrase(counts.observed_days, counts.enrolled_days)
    return heading, _("%(days)s answered.") % {"days": days}, bool(counts.near_falls)


def unanswered_words(days: list[date]) -> str:
    if len(days) > DAYS_NAMED:
        return _("Not answered: %(count)s of the last 7 days") % {"count": len(days)}
    return _("Not answered: %(days)s") % {"days": days_words(days)} if days else ""


def _cares(user: User) -> bool:
    return user.is_therapist or CareLink.objects.active().held_by(user).exists()


def _unfinished(patient: Patient) -> Unfinished | None:
    falls = list(Fall.objects.unfinished().filter(patient=patient).newest_first()[:UNFINISHED_LOOKED_AT])
    if not falls:
        return None
    newest = falls[0]
    newest.patient = patient
    opened = OpenedFall(newest, open_known_patient(patient.user, patient, subject=None))
    fell = sum(fall.is_fall for fall in falls)
    near = len(falls) - fell
    what = near_falls_phrase(near) if not fell else events_phrase(fell, near)
    return Unfinished(_("%(events)s to finish") % {"events": what}, first_open(opened))


def _double(patient: Patient) -> Double | None:
    suspected = Fall.objects.active().filter(patient=patient, same_fall_as__isnull=False, is_same_fall=None)
    fall = suspected.select_related("made_by", "same_fall_as__made_by").newest_first().first()
    if fall is None or fall.same_fall_as is None:
        return None
    makers = [maker for maker in (fall.made_by, fall.same_fall_as.made_by) if maker and maker != patient.user]
    name = display_name(makers[0]) if makers else _("Somebody")
    return Double(fall, _("%(name)s logged a fall at nearly the same time.") % {"name": name})
