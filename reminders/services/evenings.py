"""The evening's question: promised at the patient's hour, and taken back when the day gets answered."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from accounts.models import Patient
from logs.domain.vocabulary import DayState
from logs.models import DiaryDay
from reminders.domain.due_evening import is_day_open
from reminders.domain.kinds import Channel, Kind, State, Why
from reminders.models import Delivery, ReminderChoice
from reminders.models.reminder_choice import evening_of
from reminders.services.messages import answered_message
from reminders.services.telling import Nudge

AT_ONCE = 500


def promise_evenings(*, now: datetime) -> int:
    """A row for each question that is due, of days that still want one; how many.

    Two that do this at once make each row once. An evening that nobody promised in time is over: no
    question comes in the night.
    """
    made = 0
    while True:
        with transaction.atomic():
            due = ReminderChoice.objects.evening_due(now).filter(account__patient__isnull=False)
            locked = due.select_for_update(skip_locked=True, of=("self",))
            choices = list(locked.select_related("account__patient")[:AT_ONCE])
            promised = [delivery for choice in choices if (delivery := _promise(choice, now))]
            closed = _closed({row.account.patient: date.fromisoformat(row.period) for row in promised})
            rows = [row for row in promised if row.account.patient.pk not in closed]
            Delivery.objects.bulk_create(rows, ignore_conflicts=True)
            ReminderChoice.objects.bulk_update(choices, ["last_evening", "evening_at", "weekly_at"])
        made += len(rows)
        if len(choices) < AT_ONCE:
            return made


def evening_question(delivery: Delivery) -> Why | None:
    """None: the day still wants to be asked about."""
    day = date.fromisoformat(delivery.period)
    return Why.SETTLED if _closed({delivery.account.patient: day}) else None


def take_back_evenings(patient_id: int, *, now: datetime) -> None:
    """After something was written in a diary: promise to take back a question that phones show and that is
    answered by now."""
    shown = Delivery.objects.filter(
        account__patient=patient_id,
        kind=Kind.EVENING,
        state=State.SENT,
        channel=Channel.PUSH,
        last_at__gt=now,
    )
    rows = [
        Delivery(
            account=question.account,
            kind=Kind.ANSWERED,
            period=question.period,
            made_at=now,
            next_try_at=now,
            last_at=question.last_at,
        )
        for question in shown.select_related("account__patient")
        if _closed({question.account.patient: date.fromisoformat(question.period)})
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def taken_back(delivery: Delivery, now: datetime) -> Nudge | Why:
    """A thank you in the place of the question, without a sound: browsers allow no push that shows nothing,
    and Apple's end a subscription that tries."""
    day = date.fromisoformat(delivery.period)
    if not _closed({delivery.account.patient: day}):
        return Why.SETTLED
    return Nudge(push=answered_message(day, wanted_for=delivery.last_at - now), letter=None)


def _promise(choice: ReminderChoice, now: datetime) -> Delivery | None:
    patient = choice.account.patient
    choice.plan(patient, now)
    times = evening_of(patient)
    if times is None or choice.evening_at is None or choice.evening_at > now:
        return None
    day = times.day_of(choice.evening_at)
    choice.last_evening = day
    choice.plan(patient, now)
    return Delivery(
        account=choice.account,
        kind=Kind.EVENING,
        period=day.isoformat(),
        made_at=now,
        next_try_at=now,
        last_at=times.ends_at(day),
    )


def _closed(days: Mapping[Patient, date]) -> set[int]:
    """Those patients, by primary key, whose day wants no question any more. One query."""
    rows = DiaryDay.objects.filter(patient__in=days, date__in=set(days.values()))
    known = {(row[0], row[1]): row[2:] for row in rows.values_list("patient_id", "date", "state", "early")}
    closed = set()
    for patient, day in days.items():
        state, early = known.get((patient.pk, day), (None, False))
        if not is_day_open(DayState(state) if state else None, early=early):
            closed.add(patient.pk)
    return closed
