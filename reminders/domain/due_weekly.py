"""The weekly look at a diary and a home: days left open, a home to be looked at again, advice that is late.

On Mondays, when the week before has just ended: each of its days can still be answered in time.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from reminders.domain.digest_times import DigestTime, own_minutes
from reminders.domain.kinds import Kind
from reminders.domain.weeks import MONDAY, IsoWeek

HOUR = 10  # local: after the digest's, so that a morning brings one thing at a time
# So many days a promise waits for its turn.
DAYS_WANTED = {Kind.SWEEP: 3, Kind.OVERDUE: 5, Kind.RECHECK: 30}
# Older than this it is news to nobody. Promises are remembered for longer (services/cleaning.py), so
# nothing is promised a second time.
RECHECK_DAYS = 60
OVERDUE_DAYS = 28


def weekly_time(account: UUID, time_zone: str) -> DigestTime:
    return DigestTime(weekday=MONDAY, hour=HOUR, time_zone=time_zone, minutes=own_minutes(account))


def days_swept(week: IsoWeek, *, began_on: date, known: Iterable[date]) -> list[date]:
    """The days of a week that nobody answered, since the diary began."""
    days = [week.day(weekday) for weekday in range(1, 8)]
    return [day for day in days if day >= began_on and day not in set(known)]


def recheck_due(due: Iterable[date], *, today: date) -> date | None:
    """The day of the last look at a home that has become due; None where nothing has lately."""
    oldest = today - timedelta(days=RECHECK_DAYS)
    return max((day for day in due if oldest <= day <= today), default=None)


def overdue_between(today: date) -> tuple[date, date]:
    """The due days of advice that is late: spoken of for four weeks, then left in peace."""
    return today - timedelta(days=OVERDUE_DAYS), today - timedelta(days=1)
