"""When a reader's weekly digest leaves, wherever they live."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.domain.digest_times import DigestTime, missed_weeks, next_slot, own_minutes
from reminders.domain.weeks import IsoWeek

ZONES = (
    "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo", "America/New_York", "Pacific/Apia", "UTC",
)  # fmt: skip

MOMENTS = st.integers(0, 7 * 366 * 24 * 60).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def monday_at_seven(zone: str, minutes: int = 0) -> DigestTime:
    return DigestTime(weekday=1, hour=7, time_zone=zone, minutes=minutes)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2015, 2020, 2026])  # of 53 weeks each
def test_each_week_of_years_with_53_has_one_slot_in_its_morning(zone: str, year: int) -> None:
    times = monday_at_seven(zone, minutes=89)
    week, slots = IsoWeek(year, 1), []
    while week <= IsoWeek(year + 1, 2):
        slots.append(times.slot(week))
        local = slots[-1].astimezone(ZoneInfo(zone))
        assert (IsoWeek.of(local.date()), local.isoweekday(), local.hour) == (week, 1, 8)
        week = week.plus(1)
    assert len(slots) == 55
    assert all(timedelta(days=6) < later - earlier < timedelta(days=8) for earlier, later in pairwise(slots))


@given(
    now=MOMENTS,
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 89),
)
def test_the_next_slot_is_in_the_first_week_that_is_not_done(now: datetime, zone: str, minutes: int) -> None:
    times = monday_at_seven(zone, minutes)
    this_week = times.week_at(now)
    assert next_slot(times, now=now, done=this_week.previous()) == times.slot(this_week)
    assert next_slot(times, now=now, done=this_week) == times.slot(this_week.plus(1))
    assert next_slot(times, now=now, done=this_week) > now


def test_what_was_kept_up_leaves_on_the_next_morning_of_the_same_week() -> None:
    times = monday_at_seven("America/New_York", minutes=30)
    thursday = datetime(2026, 11, 26, 15, tzinfo=UTC)
    assert times.next_opening(thursday) == datetime(2026, 11, 27, 12, 30, tzinfo=UTC)
    in_time = datetime(2026, 11, 26, 13, 59, tzinfo=UTC)  # a minute before nine
    assert times.next_opening(in_time) == in_time


def test_after_the_last_morning_of_a_week_there_is_none() -> None:
    sunday_evening = datetime(2026, 11, 29, 22, tzinfo=UTC)
    assert monday_at_seven("UTC").next_opening(sunday_evening) is None


def test_whoever_moves_from_tokyo_to_honolulu_on_wednesday_has_one_digest_in_each_week() -> None:
    monday = monday_at_seven("Asia/Tokyo").slot(IsoWeek(2026, 48))
    wednesday = monday + timedelta(days=2)
    after = next_slot(monday_at_seven("Pacific/Honolulu"), now=wednesday, done=IsoWeek(2026, 48))
    assert after.astimezone(ZoneInfo("Pacific/Honolulu")).isoformat() == "2026-11-30T07:00:00-10:00"


def test_weeks_that_went_by_are_told_the_last_four_of_them() -> None:
    assert missed_weeks(IsoWeek(2026, 52), IsoWeek(2027, 1)) == [IsoWeek(2026, 52), IsoWeek(2026, 53)]
    assert missed_weeks(IsoWeek(2020, 1), IsoWeek(2026, 10)) == [
        IsoWeek(2026, number) for number in (6, 7, 8, 9)
    ]
    assert missed_weeks(IsoWeek(2026, 10), IsoWeek(2026, 10)) == []


def test_each_reader_has_minutes_of_their_own() -> None:
    minutes = [own_minutes(UUID(int=number)) for number in range(1000)]
    assert min(minutes) == 0
    assert max(minutes) == 89
    assert minutes[:3] == [own_minutes(UUID(int=number)) for number in range(3)]


@pytest.mark.parametrize("text", ["2026-W00", "2025-W53", "2026-48", "W48", "2026-W1", "", "2026-W１１"])
def test_what_is_no_week_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says, nobody reads it
        IsoWeek.read(text)


def test_a_week_that_has_not_begun_here_opens_at_its_own_minute_and_one_that_is_over_never_does() -> None:
    times = monday_at_seven("Pacific/Honolulu", minutes=30)
    sunday = datetime(2026, 12, 6, 22, 20, tzinfo=UTC)  # Monday morning in Tokyo
    assert times.opening_in(IsoWeek(2026, 50), sunday) == datetime(2026, 12, 7, 17, 30, tzinfo=UTC)
    assert times.opening_in(IsoWeek(2026, 48), sunday) is None
    assert times.opening_in(IsoWeek(2026, 49), sunday) is None  # nine o'clock has passed
