"""One month of a diary as a calendar: the days, what to say about them, and which ones to offer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Patient
from frontend.phrases import date_words
from frontend.rate_words import counts_sentence
from logs.domain.days import SWEEP_DAYS
from logs.domain.times import local_date
from logs.domain.vocabulary import DayState
from logs.domain.windows import Month
from logs.models import Fall
from logs.phrases import days_words, events_phrase, falls_phrase, near_falls_phrase
from logs.summaries import DayShown, days_between, month_counts

WEEK = 7
DAYS_ON_A_BUTTON = 3
Address = Callable[[date], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """One cell; without an address it is no link."""

    number: int
    state: DayState
    falls: int
    near_falls: int
    late: bool
    url: str
    label: str
    is_future: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Unanswered days that one tap may answer, oldest first."""

    days: tuple[date, ...]

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]

    @property
    def words(self) -> str:
        """ "Friday 13 and Saturday 14"; empty where that is too long for a button."""
        return days_words(self.days) if len(self.days) <= DAYS_ON_A_BUTTON else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryMonth:
    """What the calendar page shows."""

    month: Month
    name: str
    sentence: str
    weekday_names: list[str | Promise]
    weeks: list[list[CalendarDay | None]]
    has_late: bool
    has_excluded: bool
    previous: Month | None
    next: Month | None
    offer: Offer | None


def diary_month(patient: Patient, month: Month, *, now: datetime, address: Address) -> DiaryMonth:
    """The month as it stands now; it must not lie in the future."""
    today = local_date(now, patient.time_zone)
    current = Month.of(today)
    first = min(month.first, today - timedelta(days=SWEEP_DAYS)) if month == current else month.first
    days = days_between(patient, first, month.last)
    shown = [day for day in days if month == Month.of(day.date)]
    return DiaryMonth(
        month=month,
        name=date_format(month.first, "F Y"),
        sentence=_sentence(patient, month, shown, now),
        weekday_names=[WEEKDAYS_ABBR[number] for number in range(WEEK)],
        weeks=_weeks([_cell(day, today=today, address=address) for day in shown], month.first.weekday()),
        has_late=any(day.late for day in shown),
        has_excluded=any(day.state == DayState.EXCLUDED for day in shown),
        previous=month.previous() if month > earliest_month(patient) else None,
        next=month.next() if month < current else None,
        offer=sweep_offer(days, today=today),
    )


def sweep_offer(days: Sequence[DayShown], *, today: date) -> Offer | None:
    """The last unanswered days before today that fit into one sweep."""
    open_days = [
        day.date for day in days if day.state == DayState.UNKNOWN and not day.history and day.date < today
    ]
    if not open_days:
        return None
    return Offer(tuple(day for day in open_days if (open_days[-1] - day).days < SWEEP_DAYS))


def day_state_words(day: DayShown) -> str:
    """ "Not answered", "No falls", "2 falls and 1 near fall", "In hospital or other inpatient care"."""
    said = _state_words(day)
    return _("%(state)s (answered late)") % {"state": said} if day.late and not day.history else said


def _state_words(day: DayShown) -> str:
    events = events_phrase(day.falls, day.near_falls) if day.falls or day.near_falls else ""
    if day.state == DayState.EXCLUDED:
        away = _("In hospital or other inpatient care")
        return f"{away}, {events}" if day.falls else away
    if day.state == DayState.UNKNOWN and not day.history:
        # A near fall alone does not answer its day.
        open_day = _("Not answered")
        return f"{open_day}, {near_falls_phrase(day.near_falls)}" if day.near_falls else open_day
    if events:
        return near_falls_phrase(day.near_falls) if day.state == DayState.UNKNOWN else events
    if day.state == DayState.NO_FALLS:
        return _("No falls so far") if day.early else falls_phrase(0)
    return _("Before the diary began")


def _sentence(patient: Patient, month: Month, shown: Sequence[DayShown], now: datetime) -> str:
    if month.last >= patient.diary_began_on:
        return counts_sentence(month_counts(patient, month, now).counts)
    began = date_format(patient.diary_began_on, "l j F Y")
    events = events_phrase(sum(day.falls for day in shown), sum(day.near_falls for day in shown))
    return _("%(events)s, from before the diary began on %(day)s.") % {"events": events, "day": began}


def _cell(day: DayShown, *, today: date, address: Address) -> CalendarDay:
    empty = day.history and not (day.falls or day.near_falls)
    return CalendarDay(
        number=day.date.day,
        state=day.state,
        falls=day.falls,
        near_falls=day.near_falls,
        late=day.late and not day.history,
        url="" if empty else address(day.date),
        label=f"{date_words(day.date, today=today)}: {day_state_words(day)}",
        is_future=day.date > today,
        is_today=day.date == today,
    )


def _weeks(cells: Sequence[CalendarDay], first_weekday: int) -> list[list[CalendarDay | None]]:
    padded: list[CalendarDay | None] = [None] * first_weekday + list(cells)
    padded += [None] * (-len(padded) % WEEK)
    return [padded[start : start + WEEK] for start in range(0, len(padded), WEEK)]


def earliest_month(patient: Patient) -> Month:
    """The month of the diary's beginning, or of the earliest fall before it."""
    fall = Fall.objects.active().filter(patient=patient).aggregate(day=Min("local_date"))["day"]
    return Month.of(min(patient.diary_began_on, fall or patient.diary_began_on))
