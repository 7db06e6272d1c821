"""A moment in the morning of Monday 30 November 2026, and what Anna's two weeks before it held."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from accounts.models import Patient
from reminders.domain.weeks import IsoWeek
from tests.people import fall, make_patient, near_fall, quiet_days

MORNING = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
WEEK = IsoWeek(2026, 49)
# The last complete week is 23 to 29 November, the one before it 16 to 22.
MONDAY_BEFORE, LAST_MONDAY, LAST_SUNDAY = date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 29)


@pytest.fixture
def monday_morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def anna_and_her_weeks() -> Patient:
    """A fall and six other days answered; then three near falls, with Tuesday and Thursday left open."""
    anna = make_patient("Anna", time_zone="UTC", began=MORNING - timedelta(days=60))
    fall(anna, at=noon(date(2026, 11, 17)))
    quiet_days(anna, MONDAY_BEFORE, date(2026, 11, 22), but=[date(2026, 11, 17)])
    for day in (23, 25, 29):
        near_fall(anna, at=noon(date(2026, 11, day)))
    quiet_days(anna, LAST_MONDAY, LAST_SUNDAY, but=[date(2026, 11, 24), date(2026, 11, 26)])
    return anna
