"""When somebody is asked about a day, in whatever zone their evening comes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from logs.domain.vocabulary import DayState
from reminders.domain.due_evening import EveningTime, is_day_open, next_evening

DAY = date(2026, 11, 25)


def times(clock: time = time(19), zone: str = "UTC") -> EveningTime:
    return EveningTime(clock=clock, time_zone=zone)


def utc(hour: int, minute: int = 0, day: int = 25) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "early", "is_open"),
    [
        (None, False, True),
        (DayState.UNKNOWN, False, True),
        (DayState.NO_FALLS, False, False),
        (DayState.NO_FALLS, True, True),
        (DayState.EVENTS, False, False),
        (DayState.EVENTS, True, False),
        (DayState.EXCLUDED, False, False),
    ],
)
def test_a_day_is_asked_about_until_its_evening_was_answered(
    state: DayState | None, early: bool, is_open: bool
) -> None:
    assert is_day_open(state, early=early) is is_open


@pytest.mark.parametrize(
    ("clock", "ends"),
    [
        (time(9), utc(22)),
        (time(19), utc(22)),
        (time(21, 30), utc(22, 30)),
        (time(23, 30), utc(23, 59) + timedelta(seconds=59)),
    ],
)
def test_an_evening_lasts_until_ten_or_an_hour_and_never_past_its_day(clock: time, ends: datetime) -> None:
    assert times(clock).ends_at(DAY) == ends


def test_an_hour_that_has_passed_is_for_tomorrow_unless_somebody_waits_for_it() -> None:
    asked = {"now": utc(20), "first": None}
    assert next_evening(times(), late=False, **asked) == utc(19, day=26)  # type: ignore[arg-type]
    assert next_evening(times(), late=True, **asked) == utc(19)  # type: ignore[arg-type]
    assert next_evening(times(), now=utc(22, 1), first=None, late=True) == utc(19, day=26)


def test_nobody_is_asked_before_the_first_day_that_may_be() -> None:
    assert next_evening(times(), now=utc(9), first=date(2026, 12, 1), late=False) == datetime(
        2026, 12, 1, 19, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("zone", "now", "asked"),
    [
        ("Asia/Kathmandu", utc(0), utc(13, 15)),
        ("Pacific/Apia", utc(0), utc(6)),
        ("America/Sao_Paulo", utc(0), utc(22, day=24) + timedelta(days=1)),
        # An hour that the clock skips comes an hour later by that clock.
        ("America/New_York", datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
    ],
)
def test_it_is_evening_at_another_moment_everywhere(zone: str, now: datetime, asked: datetime) -> None:
    clock = time(2, 30) if zone == "America/New_York" else time(19)
    assert next_evening(times(clock, zone), now=now, first=None, late=False) == asked


def test_at_lord_howe_the_clocks_change_by_half_an_hour_and_the_evening_stays_at_seven() -> None:
    howe = times(zone="Australia/Lord_Howe")
    assert howe.asked_at(date(2026, 4, 4)) == datetime(2026, 4, 4, 8, tzinfo=UTC)
    assert howe.asked_at(date(2026, 4, 5)) == datetime(2026, 4, 5, 8, 30, tzinfo=UTC)
