"""One diary day: what it is, who answered it first, and whether that was in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from accounts.domain import zones
from logs.domain import times
from logs.domain.errors import DayInFuture, EntryError, SweepBackwards, SweepTooLong, TagsTooLong
from logs.domain.vocabulary import DayAnswer, DayState

# An answer later than this is remembered, not recorded: kept and shown, never rated
# (docs/domain.md 1; recall of falls fades, Cummings 1988).
ON_TIME_DAYS = 7
# The day is not over before: the button reads "No falls so far" (docs/domain.md 2).
EARLY_UNTIL = time(18)
TAGGED_DAYS = 92  # days that one form may tag: a long relapse
SWEEP_DAYS = 7  # days that one tap may answer (docs/domain.md 2)
# Two reports by two people so close together may tell of one fall (docs/domain.md 2).
SAME_FALL_WITHIN = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What somebody said about the whole day; `made_at` is aware, `zone` that of the diary then."""

    answer: DayAnswer
    made_at: datetime
    zone: str
    early: bool


@dataclass(frozen=True, slots=True)
class FallOnDay:
    """Active falls of that day (no near falls, no history) in one zone, the first told at `told_at` (aware).

    `counted` is how many falls they are: none while one may be the same fall as another.
    """

    told_at: datetime
    zone: str
    counted: int


@dataclass(frozen=True, slots=True)
class DerivedDay:
    """What the day is; `answered_at` is its first answer in UTC, `falls` the counted ones."""

    state: DayState
    answered_at: datetime | None
    on_time: bool
    early: bool
    falls: int

    @property
    def is_observed(self) -> bool:
        """Whether the day is exposure: no falls or events, answered in time."""
        return self.on_time and self.state in (DayState.NO_FALLS, DayState.EVENTS)


def derive_day(*, day: date, given: GivenAnswer | None, falls: Sequence[FallOnDay]) -> DerivedDay:
    """The day from its answer and its falls, in whatever order they came.

    One of them in time is enough, each by the calendar of its own zone. A fall overrules "no
    falls" (and its "so far"); an excluded day stays excluded whatever falls it has. Raises
    UnknownTimeZone.
    """
    answers = [(fall.told_at, fall.zone) for fall in falls]
    if given is not None:
        answers.append((given.made_at, given.zone))
    if given is not None and given.answer is DayAnswer.EXCLUDED:
        state = DayState.EXCLUDED
    elif falls:
        state = DayState.EVENTS
    else:
        state = DayState.UNKNOWN if given is None else DayState.NO_FALLS
    return DerivedDay(
        state=state,
        answered_at=min(answered_at for answered_at, _ in answers).astimezone(UTC) if answers else None,
        on_time=any(is_on_time(day, answered_at, zone) for answered_at, zone in answers),
        early=state is DayState.NO_FALLS and given is not None and given.early,
        falls=sum(fall.counted for fall in falls),
    )


def is_on_time(day: date, answered_at: datetime, zone: str) -> bool:
    """Whether an answer was made on that local day or in the 7 after it."""
    return day <= times.local_date(answered_at, zone) <= day + timedelta(days=ON_TIME_DAYS)


def told_at(day: date, zone: str, moments: Sequence[datetime]) -> datetime:
    """The first of these moments that does not lie before the day, else the last one.

    Nobody can tell of a day before it came: what was tapped earlier and moved there is told when
    it was moved.
    """
    return next((moment for moment in moments if times.local_date(moment, zone) >= day), moments[-1])


def is_early(day: date, made_at: datetime, zone: str) -> bool:
    """Whether the answer was made before 18:00 local time of that very day."""
    local = made_at.astimezone(zones.zone(zone))
    return local.replace(tzinfo=None) < datetime.combine(day, EARLY_UNTIL)


def swept_days(first: date, last: date, *, today: date) -> tuple[date, ...]:
    """The days that one tap answers, `first` to `last`, in order.

    Raises SweepBackwards, SweepTooLong (over 7 days) or DayInFuture, with the field.
    """
    return _stretch(first, last, today=today, longest=SWEEP_DAYS, too_long=SweepTooLong)


def tagged_days(first: date, last: date, *, today: date) -> tuple[date, ...]:
    """The days that one form tags, `first` to `last`, in order.

    Raises SweepBackwards, TagsTooLong (over 92 days) or DayInFuture, with the field.
    """
    return _stretch(first, last, today=today, longest=TAGGED_DAYS, too_long=TagsTooLong)


def _stretch(
    first: date, last: date, *, today: date, longest: int, too_long: type[EntryError]
) -> tuple[date, ...]:
    if last < first:
        raise SweepBackwards(field="last")
    if last > today:
        raise DayInFuture(field="last")
    if (last - first).days >= longest:
        raise too_long(field="last")
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
