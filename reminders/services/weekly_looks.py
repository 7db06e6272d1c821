"""The weekly look at diaries and homes: what it finds of many patients, and what it promises of that."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from accounts.models import Patient
from checklists.domain.assessments import State as Walk
from checklists.domain.rechecks import rechecks
from checklists.models import Assessment, Recommendation
from logs.domain.times import local_date
from logs.domain.vocabulary import DayState
from logs.models import DiaryDay
from logs.places import falls_with_places
from reminders.domain.due_weekly import DAYS_WANTED, days_swept, overdue_between, recheck_due
from reminders.domain.kinds import Kind, Why
from reminders.domain.weeks import IsoWeek
from reminders.models import Delivery, ReminderChoice

AT_ONCE = 500
A_YEAR = timedelta(days=365)  # of falls, as the page of the home counts them


def promise_weekly(*, now: datetime) -> int:
    """A row for whatever the look finds in each diary whose Monday has come; how many.

    A few queries for five hundred patients. Two that do this at once make each row once.
    """
    made = 0
    while True:
        with transaction.atomic():
            due = ReminderChoice.objects.weekly_due(now).filter(account__patient__isnull=False)
            locked = due.select_for_update(skip_locked=True, of=("self",))
            choices = list(locked.select_related("account__patient")[:AT_ONCE])
            rows = list(_found([choice.account.patient for choice in choices], now))
            Delivery.objects.bulk_create(rows, ignore_conflicts=True)
            for choice in choices:
                choice.last_week = str(_this_week(choice.account.patient, now))
                choice.plan(choice.account.patient, now)
            ReminderChoice.objects.bulk_update(choices, ["last_week", "evening_at", "weekly_at"])
        made += len(rows)
        if len(choices) < AT_ONCE:
            return made


def check_weekly(delivery: Delivery, now: datetime) -> Why | None:
    """None: what was found is still so."""
    patient = delivery.account.patient
    match Kind(delivery.kind):
        case Kind.SWEEP:
            is_wanted = bool(open_days([patient], {patient.pk: IsoWeek.read(delivery.period)}))
        case Kind.RECHECK:
            is_wanted = bool(homes_due([patient], now))
        case _:
            is_wanted = bool(advice_late([patient], now))
    return None if is_wanted else Why.SETTLED


def open_days(patients: Collection[Patient], weeks: Mapping[int, IsoWeek]) -> dict[int, list[date]]:
    """The unanswered days of a week of each patient, by primary key; who has none is left out. One query."""
    if not patients:
        return {}
    between = min(week.first for week in weeks.values()), max(week.last for week in weeks.values())
    rows = DiaryDay.objects.filter(patient__in=patients).between(*between).exclude(state=DayState.UNKNOWN)
    known: dict[int, set[date]] = defaultdict(set)
    for key, day in rows.values_list("patient_id", "date"):
        known[key].add(day)
    found = {
        one.pk: days_swept(weeks[one.pk], began_on=one.diary_began_on, known=known[one.pk])
        for one in patients
    }
    return {key: days for key, days in found.items() if days}


def homes_due(patients: Collection[Patient], now: datetime) -> dict[int, date]:
    """Patients, by primary key, whose home is to be looked at again, and since when. Three queries.

    Not where somebody has begun to: a walk that is under way, or waits for its review.
    """
    walks = Assessment.objects.of_current_homes().filter(patient__in=patients)
    begun = set(walks.exclude(state=Walk.REVIEWED).values_list("patient_id", flat=True))
    reviewed = walks.filter(state=Walk.REVIEWED).values("patient_id").annotate(at=Max("reviewed_at"))
    last = {key: at.date() for key, at in reviewed.values_list("patient_id", "at") if key not in begun}
    falls = falls_with_places(last, now.date() - A_YEAR, now.date() + timedelta(days=1))
    found = {}
    for patient in patients:
        if patient.pk not in last:
            continue
        due = rechecks(
            reviewed_on=last[patient.pk],
            falls=falls.get(patient.pk, ()),
            new_aids=[patient.new_aid_on] if patient.new_aid_on else [],
        )
        day = recheck_due((one.due_on for one in due), today=local_date(now, patient.time_zone))
        if day is not None:
            found[patient.pk] = day
    return found


def advice_late(patients: Collection[Patient], now: datetime) -> set[int]:
    """Patients, by primary key, with advice whose day has passed lately. One query.

    Not what somebody said was not possible: that is the therapist's turn.
    """
    rows = Recommendation.objects.to_do().filter(
        hazard__patient__in=patients,
        hazard__home__until=None,
        not_possible="",
        due_on__gte=overdue_between(now.date())[0] - timedelta(days=1),
    )
    zones = {patient.pk: patient.time_zone for patient in patients}
    found = set()
    for key, due_on in rows.values_list("hazard__patient_id", "due_on"):
        first, last = overdue_between(local_date(now, zones[key]))
        if due_on is not None and first <= due_on <= last:
            found.add(key)
    return found


def _found(patients: Collection[Patient], now: datetime) -> Iterator[Delivery]:
    weeks = {patient.pk: _this_week(patient, now) for patient in patients}
    days = open_days(patients, {key: week.previous() for key, week in weeks.items()})
    homes, late = homes_due(patients, now), advice_late(patients, now)
    for patient in patients:
        if patient.pk in days:
            yield _row(patient, Kind.SWEEP, str(weeks[patient.pk].previous()), now)
        if patient.pk in homes:
            yield _row(patient, Kind.RECHECK, homes[patient.pk].isoformat(), now)
        if patient.pk in late:
            yield _row(patient, Kind.OVERDUE, str(weeks[patient.pk]), now)


def _row(patient: Patient, kind: Kind, period: str, now: datetime) -> Delivery:
    last_at = now + timedelta(days=DAYS_WANTED[kind])
    return Delivery(
        account_id=patient.user_id, kind=kind, period=period, made_at=now, next_try_at=now, last_at=last_at
    )


def _this_week(patient: Patient, now: datetime) -> IsoWeek:
    return IsoWeek.of(local_date(now, patient.time_zone))
