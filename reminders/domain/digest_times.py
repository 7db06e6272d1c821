"""When a weekly digest goes out: once in each ISO week, in the reader's morning, wherever that is.

A reader chooses a weekday and an hour. The mail leaves in the two hours from then on, at a minute of the
reader's own, so that not everybody's leaves at once. Whatever kept it from leaving then, it leaves in the
same two hours of a later day of the same week, or not at all.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID

from logs.domain.times import at_local, local_date
from reminders.domain.weeks import DAYS, IsoWeek

HOURS_OPEN = 2
DEFAULT_WEEKDAY, DEFAULT_HOUR = 1, 7
LATEST_HOUR = 21  # so that the two hours end on the day on which they begin
MISSED_TOLD = 4  # weeks
# The last minutes are left free for tries after the first.
MINUTES_OF_ITS_OWN = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTime:
    """`weekday` 1 (Monday) to 7, local `hour` 0 to 21, and a reader's own minutes after it."""

    weekday: int
    hour: int
    time_zone: str
    minutes: int = 0

    def week_at(self, moment: datetime) -> IsoWeek:
        return IsoWeek.of(local_date(moment, self.time_zone))

    def slot(self, week: IsoWeek) -> datetime:
        """When it leaves in a week; UTC."""
        return self._opening(week.day(self.weekday)) + timedelta(minutes=self.minutes)

    def is_open(self, moment: datetime) -> bool:
        opening = self._opening(local_date(moment, self.time_zone))
        return opening <= moment < opening + timedelta(hours=HOURS_OPEN)

    def next_opening(self, moment: datetime) -> datetime | None:
        """The moment itself inside a window, else the next one of the same week at the own minute."""
        if self.is_open(moment):
            return moment
        today = local_date(moment, self.time_zone)
        week = IsoWeek.of(today)
        for ordinal in range(today.toordinal(), week.last.toordinal() + 1):
            at = self._opening(date.fromordinal(ordinal)) + timedelta(minutes=self.minutes)
            if at >= moment:
                return at
        return None

    def opening_in(self, week: IsoWeek, moment: datetime) -> datetime | None:
        """When the digest of a week may leave from that moment on; None when the week is over."""
        here = self.week_at(moment)
        if here < week:  # it was promised further east, where the week had begun
            return self.slot(week)
        return self.next_opening(moment) if here == week else None

    def _opening(self, day: date) -> datetime:
        return at_local(day, time(self.hour), self.time_zone)


def next_slot(times: DigestTime, *, now: datetime, done: IsoWeek | None) -> datetime:
    """The next time at which a digest is due: of this week unless `done` is this one or a later one.

    A slot of this week that has passed is due as well: the week is not over.
    """
    week = times.week_at(now)
    while done is not None and week <= done:
        week = week.plus(1)
    return times.slot(week)


def own_minutes(account: UUID) -> int:
    """Always the same for one account, and spread evenly over accounts."""
    return int.from_bytes(sha256(account.bytes).digest()[:4], "big") % MINUTES_OF_ITS_OWN


def missed_weeks(due: IsoWeek, now: IsoWeek) -> list[IsoWeek]:
    """Those that went by without their digest, the last four of them: older ones are news to nobody."""
    first = max(due, now.plus(-MISSED_TOLD))
    return [first.plus(number) for number in range((now.first - first.first).days // DAYS)]
