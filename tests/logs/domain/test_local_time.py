"""Local days and times, whatever clocks, calendars and phones do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.errors import UnknownTimeZone
from accounts.domain.zones import zone
from logs.domain.times import (
    at_local,
    corrected_made_at,
    local_date,
    moment_said,
    part_of_day,
    part_of_day_time,
)
from logs.domain.vocabulary import PartOfDay
from logs.domain.windows import Month

PLACES = (
    "America/New_York",
    "Europe/Berlin",
    "Europe/Dublin",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "UTC",
)
MINUTE, DAY, YEAR = timedelta(minutes=1), timedelta(days=1), timedelta(days=365)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day, ...


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Mars/Olympus",
        "Europe",
        "../UTC",
        "/etc/passwd",
        "UTC\0",
        "\ud800",
        "x" * 5_000,
        "zone.tab",
        "localtime",
        "right/UTC",
        "posix/UTC",
        " UTC",
    ],
)
def test_a_zone_that_is_no_place_is_refused_in_words(name: str) -> None:
    with pytest.raises(UnknownTimeZone) as caught:
        zone(name)
    assert (caught.value.code, caught.value.field) == ("unknown_time_zone", "time_zone")


def test_a_zone_that_exists_is_found() -> None:
    assert zone("Europe/Berlin") == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("moment", "place", "day"),
    [
        (utc(2026, 3, 8, 4, 59), "America/New_York", date(2026, 3, 7)),
        (utc(2026, 3, 8, 5, 0), "America/New_York", date(2026, 3, 8)),
        (utc(2026, 3, 9, 3, 59), "America/New_York", date(2026, 3, 8)),  # a day of 23 hours
        (utc(2026, 3, 9, 4, 0), "America/New_York", date(2026, 3, 9)),
        (utc(2026, 11, 1, 4, 0), "America/New_York", date(2026, 11, 1)),
        (utc(2026, 11, 2, 4, 59), "America/New_York", date(2026, 11, 1)),  # a day of 25 hours
        (utc(2026, 11, 2, 5, 0), "America/New_York", date(2026, 11, 2)),
        (utc(2028, 2, 28, 23, 30), "Europe/Berlin", date(2028, 2, 29)),
        (utc(2028, 2, 29, 23, 30), "Europe/Berlin", date(2028, 3, 1)),
        (utc(2027, 2, 28, 23, 30), "Europe/Berlin", date(2027, 3, 1)),
        (utc(2026, 1, 1, 10, 30), "Pacific/Kiritimati", date(2026, 1, 2)),
        (utc(2026, 1, 1, 10, 30), "Pacific/Pago_Pago", date(2025, 12, 31)),
        (utc(2026, 1, 1, 10, 30), "UTC", date(2026, 1, 1)),
    ],
)
def test_a_fall_lies_on_the_local_day_where_it_happened(moment: datetime, place: str, day: date) -> None:
    assert local_date(moment, place) == day


def test_a_fall_over_the_date_line_keeps_the_day_of_its_own_zone() -> None:
    moment = utc(2026, 6, 30, 10, 30)
    samoa, american_samoa = (local_date(moment, place) for place in ("Pacific/Apia", "Pacific/Pago_Pago"))
    assert (samoa, american_samoa) == (date(2026, 6, 30), date(2026, 6, 29))


def test_moving_house_in_the_middle_of_a_month_moves_no_earlier_fall() -> None:
    before = local_date(utc(2026, 5, 1, 3, 30), "America/New_York")
    after = local_date(utc(2026, 5, 31, 22, 30), "Europe/Berlin")
    assert (before, after) == (date(2026, 4, 30), date(2026, 6, 1))


@given(
    st.integers(0, 199 * 365 * 24 * 60).map(lambda minutes: utc(1901, 1, 1) + minutes * MINUTE),
    st.sampled_from(PLACES),
)
def test_a_fall_lies_in_exactly_one_day_and_one_month(moment: datetime, place: str) -> None:
    day = local_date(moment, place)
    midnights = [at_local(day + timedelta(days=n), time(0), place) for n in (0, 1)]
    assert midnights[0] <= moment < midnights[1]
    month = Month.of(day)
    near = (month.previous(), month, month.next())
    assert [day in near_month_days(each) for each in near] == [False, True, False]


def near_month_days(month: Month) -> set[date]:
    return {month.first + timedelta(days=n) for n in range((month.last - month.first).days + 1)}


def test_a_time_that_the_clock_skips_is_moved_forward_by_the_gap() -> None:
    assert at_local(date(2026, 3, 8), time(2, 30), "America/New_York") == utc(2026, 3, 8, 7, 30)
    assert at_local(date(2026, 3, 29), time(2, 30), "Europe/Berlin") == utc(2026, 3, 29, 1, 30)


def test_of_a_time_that_exists_twice_the_first_is_taken() -> None:
    first = utc(2026, 11, 1, 5, 30)
    assert at_local(date(2026, 11, 1), time(1, 30), "America/New_York") == first
    assert at_local(date(2026, 11, 1), time(1, 30, fold=1), "America/New_York") == first
    assert at_local(date(2026, 10, 25), time(2, 30), "Europe/Berlin") == utc(2026, 10, 25, 0, 30)


def test_the_day_that_samoa_skipped_becomes_the_next_one() -> None:
    moment = at_local(date(2011, 12, 30), time(12), "Pacific/Apia")
    assert local_date(moment, "Pacific/Apia") == date(2011, 12, 31)


def test_a_time_given_in_any_offset_is_the_same_moment() -> None:
    there = datetime.fromisoformat("2026-01-01T00:30:00+05:45")
    assert local_date(there, "UTC") == date(2025, 12, 31)
    assert local_date(there, "Asia/Kathmandu") == date(2026, 1, 1)


@pytest.mark.parametrize("place", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_break_nothing(day: date, place: str) -> None:
    for clock in (time.min, time.max):
        moment = at_local(day, clock, place)
        assert abs(local_date(moment, place) - day) <= timedelta(days=1)
        edge = datetime.combine(day, clock, tzinfo=UTC)
        assert abs(local_date(edge, place) - day) <= timedelta(days=1)


def test_a_part_of_the_day_stands_for_a_time_near_its_middle() -> None:
    parts: list[PartOfDay | None] = [*PartOfDay, None]
    assert [part_of_day_time(part).hour for part in parts] == [3, 9, 15, 20, 12]


def test_every_hour_lies_in_a_part_and_each_part_holds_its_own_time() -> None:
    assert [part_of_day(time(hour)) for hour in (0, 5, 6, 11, 12, 17, 18, 23)] == [
        part for part in PartOfDay for _ in range(2)
    ]
    assert all(part_of_day(part_of_day_time(part)) is part for part in PartOfDay)


@pytest.mark.parametrize(
    ("part", "now_hour", "said_hour"),
    [
        (PartOfDay.MORNING, 14, 9),
        (PartOfDay.MORNING, 7, 7),  # "this morning", said at seven
        (PartOfDay.EVENING, 14, 20),  # still to come: refused as a future fall, not moved
        (None, 14, 12),
        (None, 8, 8),
    ],
)
def test_a_fall_this_morning_can_be_told_before_nine(
    part: PartOfDay | None, now_hour: int, said_hour: int
) -> None:
    now = at_local(date(2026, 5, 5), time(now_hour), "Europe/Berlin")
    moment = moment_said(date(2026, 5, 5), part, "Europe/Berlin", now=now)
    assert moment == at_local(date(2026, 5, 5), time(said_hour), "Europe/Berlin")


def test_tomorrow_morning_is_not_taken_as_now() -> None:
    now = at_local(date(2026, 5, 5), time(7), "Europe/Berlin")
    moment = moment_said(date(2026, 5, 6), PartOfDay.MORNING, "Europe/Berlin", now=now)
    assert moment == at_local(date(2026, 5, 6), time(9), "Europe/Berlin")


RECEIVED = utc(2026, 5, 20, 12, 0)


def made(*, ago: timedelta, clock_wrong_by: timedelta) -> datetime:
    """What the server believes of a tap so long ago on a phone whose clock is wrong by that."""
    return corrected_made_at(
        made_at=RECEIVED - ago + clock_wrong_by,
        sent_at=RECEIVED + clock_wrong_by,
        received_at=RECEIVED,
    )


@pytest.mark.parametrize("clock_wrong_by", [-3 * YEAR, 3 * YEAR, -2 * MINUTE, 2 * MINUTE])
def test_a_phone_whose_clock_is_years_off_still_answered_on_time(clock_wrong_by: timedelta) -> None:
    assert made(ago=10 * DAY, clock_wrong_by=clock_wrong_by) == RECEIVED - 10 * DAY


@pytest.mark.parametrize("seconds", [-119, 119])
def test_under_two_minutes_is_the_way_of_the_request_and_not_the_clock(seconds: int) -> None:
    wrong = timedelta(seconds=seconds)
    assert made(ago=DAY, clock_wrong_by=wrong) == RECEIVED - DAY + wrong


def test_sixty_days_without_signal_are_believed_and_more_are_not() -> None:
    assert made(ago=60 * DAY, clock_wrong_by=3 * YEAR) == RECEIVED - 60 * DAY
    assert made(ago=60 * DAY + timedelta(seconds=1), clock_wrong_by=3 * YEAR) == RECEIVED


def test_a_tap_after_its_own_arrival_is_not_believed() -> None:
    assert made(ago=-5 * MINUTE, clock_wrong_by=3 * YEAR) == RECEIVED
    assert made(ago=timedelta(0), clock_wrong_by=timedelta(seconds=30)) == RECEIVED


def test_without_the_time_of_sending_the_clock_is_taken_as_right() -> None:
    day_ago = corrected_made_at(made_at=RECEIVED - DAY, sent_at=None, received_at=RECEIVED)
    ahead = corrected_made_at(made_at=RECEIVED + DAY, sent_at=None, received_at=RECEIVED)
    assert (day_ago, ahead) == (RECEIVED - DAY, RECEIVED)


def test_a_made_up_year_cannot_break_the_clock() -> None:
    for year in (1, 9999):
        wild = datetime(year, 1, 1, tzinfo=UTC)
        for other in (wild, RECEIVED, datetime(10_000 - year, 1, 1, tzinfo=UTC)):
            result = corrected_made_at(made_at=wild, sent_at=other, received_at=RECEIVED)
            assert RECEIVED - 60 * DAY <= result <= RECEIVED
