"""The evening's question: at the patient's own hour, once a day, and never in the night."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from logs.domain.times import at_local, local_date
from logs.domain.vocabulary import DayState

LATEST = time(22)  # local time after which nobody is asked, unless they want to be asked later
AT_LEAST = timedelta(hours=1)  # that an evening lasts from the hour on
END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class EveningTime:
    """`clock` is local."""

    clock: time
    time_zone: str

    def asked_at(self, day: date) -> datetime:
        return at_local(day, self.clock, self.time_zone)

    def ends_at(self, day: date) -> datetime:
        """After it the question is no longer wanted: tomorrow has one of its own."""
        late = max(at_local(day, LATEST, self.time_zone), self.asked_at(day) + AT_LEAST)
        return min(late, at_local(day, END_OF_DAY, self.time_zone))

    def day_of(self, moment: datetime) -> date:
        return local_date(moment, self.time_zone)


def next_evening(times: EveningTime, *, now: datetime, first: date | None, late: bool) -> datetime:
    """When to ask next, on the day `first` or later.

    `late`: the hour may have passed, as long as the evening has not ended.
    """
    day = max(times.day_of(now), first or date.min)
    while (times.ends_at(day) if late else times.asked_at(day)) < now:
        day += timedelta(days=1)
    return times.asked_at(day)


def is_day_open(state: DayState | None, *, early: bool) -> bool:
    """Whether a day still wants its evening's question; None: nobody said anything about it.

    "No falls so far" leaves the evening open. A fall answers its day, a day in hospital is not asked about.
    """
    return state in (None, DayState.UNKNOWN) or (state is DayState.NO_FALLS and early)
