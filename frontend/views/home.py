from datetime import datetime, timedelta
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import CareLink, Patient, User
from frontend.views.welcome import welcome
from frontend.waiting import waiting
from logs.domain.days import SWEEP_DAYS, is_early
from logs.domain.times import local_date
from logs.domain.vocabulary import DayState
from logs.phrases import days_phrase, events_phrase, near_falls_phrase
from logs.summaries import DayShown, MonthSoFar, days_between, month_so_far


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
    unanswered = sum(day.state == DayState.UNKNOWN and not day.history for day in before)
    unfinished, double = waiting(patient, now)
    return {
        "nav": "home",
        "today": today,
        "date": date_format(today, _("l j M")),  # one line of a small phone, on a Wednesday too
        "state": today_words(day),
        "day": day,
        "month": month_words(month_so_far(patient, now)),
        "unanswered": unanswered_words(unanswered),
        "unfinished": unfinished,
        "double": double,
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
    recorded = counts.falls or counts.near_falls or counts.observed_days
    heading = _("%(month)s: %(events)s") % {
        "month": date_format(month.month.first, "F"),
        "events": events_phrase(counts.falls, counts.near_falls) if recorded else _("nothing recorded yet"),
    }
    if not counts.enrolled_days:
        return heading, _("Days are counted from tomorrow on."), bool(counts.near_falls)
    days = days_phrase(counts.observed_days, counts.enrolled_days)
    return heading, _("%(days)s answered.") % {"days": days}, bool(counts.near_falls)


def unanswered_words(days: int) -> str:
    """One line of a small phone; the sweep that it leads to names the days."""
    if not days:
        return ""
    return ngettext("%(count)s day not answered", "%(count)s days not answered", days) % {"count": days}


def _cares(user: User) -> bool:
    return user.is_therapist or CareLink.objects.active().held_by(user).exists()
