"""An invented person's diary: what they would have tapped, day by day, with gaps, sweeps and late answers."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from logs.demo import circumstances
from logs.demo.chance import happens
from logs.demo.people import Person, Story
from logs.domain.days import SWEEP_DAYS
from logs.domain.entries import FallEntry
from logs.domain.rates import DAYS_PER_MONTH
from logs.domain.times import at_local, part_of_day, part_of_day_time
from logs.domain.vocabulary import DayAnswer, DayTag, ExclusionReason, Kind, Precision
from logs.domain.windows import Month

ONE_DAY = timedelta(days=1)
SILENT_DAYS = 24
RISING_DAYS = 91
LATE_DAYS = 9  # later than a day may be answered on time


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answered day; the days of a sweep share `given_in`."""

    day: date
    made_at: datetime
    given_in: UUID
    answer: DayAnswer = DayAnswer.NO_FALLS
    reason: ExclusionReason | None = None
    tags: tuple[DayTag, ...] = ()


@dataclass(slots=True)
class Diary:
    answers: list[Answer] = field(default_factory=list)
    entries: list[FallEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Spell:
    """Days in a row that are unlike the others."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def diary_of(person: Person, rng: Random, *, began_at: datetime, began_on: date, today: date) -> Diary:
    """Everything from the joining to yesterday; today is still to be answered."""
    return _Writer(person, rng, began_at=began_at, began_on=began_on, today=today).written()


class _Writer:
    def __init__(
        self, person: Person, rng: Random, *, began_at: datetime, began_on: date, today: date
    ) -> None:
        self.person, self.rng = person, rng
        self.began_at, self.began_on, self.today = began_at, began_on, today
        self.diary = Diary()
        self.missed: list[date] = []
        self.gaps = list(self._gaps())
        self.hospital = self._perhaps(0.15, days=(2, 6)) or self._perhaps(0.05, days=(12, 18))
        self.relapse = self._perhaps(0.2, days=(8, 16))
        self.infection = self._perhaps(0.2, days=(3, 6))

    def written(self) -> Diary:
        for ordinal in range(self.began_on.toordinal(), self.today.toordinal()):
            day = date.fromordinal(ordinal)
            if not self._is_silent(day):
                self._live(day)
        return self.diary

    def _gaps(self) -> Iterator[Spell]:
        match self.person.story:
            case Story.SILENT:
                yield Spell(self.today - timedelta(days=SILENT_DAYS), self.today)
            case Story.SHOWN_FIRST:
                month = Month.of(self.today).plus(-4)
                yield Spell(month.first + timedelta(days=5), month.last)
                yield Spell(self.today - 2 * ONE_DAY, self.today)
            case Story.PLAIN:
                for _ in range(2):
                    gap = self._perhaps(0.25, days=(8, 35))
                    if gap:
                        yield gap

    def _perhaps(self, share: float, *, days: tuple[int, int]) -> Spell | None:
        """A spell somewhere in the middle of the diary, in that share of people."""
        length, room = self.rng.randint(*days), (self.today - self.began_on).days - 14
        if not happens(self.rng, share) or room <= length:
            return None
        first = self.began_on + timedelta(days=7 + self.rng.randrange(room - length))
        return Spell(first, first + timedelta(days=length - 1))

    def _live(self, day: date) -> None:
        if self.hospital and day in self.hospital and self.person.story is Story.PLAIN:
            long = (self.hospital.last - self.hospital.first).days > SWEEP_DAYS
            reason = ExclusionReason.REHABILITATION if long else ExclusionReason.HOSPITAL
            self._answer([day], self._evening(day), answer=DayAnswer.EXCLUDED, reason=reason)
            return
        self._stumble(day)
        if self._fall(day):
            return
        if happens(self.rng, self.person.answers):
            made_at = self._evening(day)
            self._answer([day], made_at, tags=self._tags(day))
            self._catch_up(day, made_at)
        else:
            self.missed.append(day)

    def _fall(self, day: date) -> bool:
        a_month = self.person.falls
        if self.person.story is Story.RISING and (self.today - day).days <= RISING_DAYS:
            a_month *= 3
        falls = [self._entry(day, Kind.FALL) for _ in range(self._poisson(a_month / DAYS_PER_MONTH))]
        self.diary.entries += falls
        return bool(falls)

    def _stumble(self, day: date) -> None:
        number = self._poisson(self.person.near_falls / DAYS_PER_MONTH)
        self.diary.entries += (self._entry(day, Kind.NEAR_FALL) for _ in range(number))

    def _entry(self, day: date, kind: Kind) -> FallEntry:
        zone, rng = self.person.time_zone, self.rng
        hour, minute = circumstances.clock(rng)
        at = max(at_local(day, time(hour, minute), zone), self.began_at)
        minutes_later = timedelta(minutes=rng.choice((1, 2, 5, 20, 60)))
        tell = circumstances.of_fall if kind is Kind.FALL else circumstances.of_near_fall
        entry = FallEntry(
            entry_id=self._id(),
            kind=kind,
            occurred_at=at,
            time_zone=zone,
            made_at=min(at + minutes_later, at_local(day, time(23, 59), zone)),
            **tell(rng, self.person, hour),
        )
        if happens(rng, 0.8) or day == self.began_on:
            return entry
        return self._vaguely(entry, day, time(hour, minute))

    def _vaguely(self, entry: FallEntry, day: date, clock: time) -> FallEntry:
        """Told by bedtime, or some days later, with the part of the day or no time at all."""
        part = part_of_day(clock) if happens(self.rng, 0.8) else None
        told_on = day + self.rng.randint(1, 9) * ONE_DAY
        if happens(self.rng, 0.6) or told_on >= self.today or self._is_silent(told_on):
            told_on = day
        return replace(
            entry,
            precision=Precision.PART_OF_DAY if part else Precision.DAY,
            occurred_at=at_local(day, part_of_day_time(part), self.person.time_zone),
            made_at=at_local(told_on, time(22, self.rng.randrange(60)), self.person.time_zone),
        )

    def _catch_up(self, day: date, made_at: datetime) -> None:
        """One sweep over the days just missed; now and then an answer that comes too late to count."""
        recent = [missed for missed in self.missed if (day - missed).days < SWEEP_DAYS]
        if recent and happens(self.rng, self.person.catches_up):
            self._answer(recent, made_at + timedelta(minutes=1))
            self.missed = [missed for missed in self.missed if missed not in recent]
        late = [missed for missed in self.missed if (day - missed).days == LATE_DAYS]
        if late and happens(self.rng, self.person.catches_up / 2):
            self._answer(late, made_at + timedelta(minutes=2))

    def _answer(
        self,
        days: list[date],
        made_at: datetime,
        *,
        answer: DayAnswer = DayAnswer.NO_FALLS,
        reason: ExclusionReason | None = None,
        tags: tuple[DayTag, ...] = (),
    ) -> None:
        given_in = self._id()
        self.diary.answers += (
            Answer(day=day, made_at=made_at, given_in=given_in, answer=answer, reason=reason, tags=tags)
            for day in days
        )

    def _tags(self, day: date) -> tuple[DayTag, ...]:
        if self.relapse and day in self.relapse:
            return (DayTag.RELAPSE, DayTag.MOSTLY_IN_BED) if happens(self.rng, 0.2) else (DayTag.RELAPSE,)
        return (DayTag.INFECTION,) if self.infection and day in self.infection else ()

    def _evening(self, day: date) -> datetime:
        """Mostly around the reminder; some answer in the afternoon: "No falls so far"."""
        hour = self.rng.randint(14, 17) if happens(self.rng, 0.06) else self.rng.randint(18, 22)
        return max(at_local(day, time(hour, self.rng.randrange(60)), self.person.time_zone), self.began_at)

    def _poisson(self, mean: float) -> int:
        """Arrivals within one day."""
        number, waited = 0, self.rng.expovariate(1)
        while waited < mean:
            number, waited = number + 1, waited + self.rng.expovariate(1)
        return number

    def _id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def _is_silent(self, day: date) -> bool:
        return any(day in gap for gap in self.gaps)
