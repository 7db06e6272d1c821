"""Promising the weekly digests: a row for each reader whose morning has come."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from reminders.domain.digest_times import missed_weeks
from reminders.domain.kinds import Kind, State, Why
from reminders.domain.weeks import DAYS, IsoWeek
from reminders.models import Delivery, DigestChoice
from reminders.services.planner_runs import DIGESTS, note_run

AT_ONCE = 500


def promise_digests(*, now: datetime) -> int:
    """A row for each digest that is due, and one that says so for each that never left; how many rows.

    Two that do this at once make each row once: each takes readers whom the other has not taken.
    """
    made = 0
    note_run(DIGESTS, now=now)
    while True:
        with transaction.atomic():
            due = DigestChoice.objects.due(now).select_for_update(skip_locked=True, of=("self",))
            choices = list(due.select_related("account")[:AT_ONCE])
            rows = [row for choice in choices for row in _promises(choice, now)]
            Delivery.objects.bulk_create(rows, ignore_conflicts=True)
            # They are there, and locked. A bulk_update takes several times as long.
            DigestChoice.objects.bulk_create(
                choices,
                update_conflicts=True,
                unique_fields=["account"],
                update_fields=["last_week", "next_at"],
            )
        made += len(rows)
        if len(choices) < AT_ONCE:
            return made


def _promises(choice: DigestChoice, now: datetime) -> Iterator[Delivery]:
    this_week = choice.times.week_at(now)
    due = choice.times.week_at(choice.next_at or now)
    for week in missed_weeks(due, this_week):
        choice.last_week = str(week)
        yield _row(choice, week, now=now, state=State.DROPPED, why=Why.TOO_LATE, ended_at=now)
    choice.plan(now)
    if choice.is_due(now):
        choice.last_week = str(this_week)
        choice.plan(now)
        yield _row(choice, this_week, now=now)


def _row(choice: DigestChoice, week: IsoWeek, *, now: datetime, **ended: object) -> Delivery:
    """Wanted until its week is over; when in the week it leaves is looked at when it is sent."""
    return Delivery(
        account=choice.account,
        kind=Kind.DIGEST,
        period=str(week),
        made_at=now,
        next_try_at=now,
        last_at=now + timedelta(days=DAYS),
        **ended,
    )
