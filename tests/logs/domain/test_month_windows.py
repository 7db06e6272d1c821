"""Months, the windows that end with them, and the days they hold."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logs.domain.vocabulary import WindowKind
from logs.domain.windows import (
    Month,
    Window,
    complete_on,
    enrolled_days,
    last_rated_day,
    window_ending,
    windows_ending,
)

MARCH = Window(WindowKind.MONTH, date(2026, 3, 1), date(2026, 3, 31))
LONG_AGO, MUCH_LATER = date(2020, 1, 1), date(2030, 1, 1)


@pytest.mark.parametrize(
    ("month", "last"),
    [
        (Month(2026, 2), date(2026, 2, 28)),
        (Month(2028, 2), date(2028, 2, 29)),
        (Month(2000, 2), date(2000, 2, 29)),
        (Month(2100, 2), date(2100, 2, 28)),
        (Month(2026, 12), date(2026, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_day(month: Month, last: date) -> None:
    assert (month.first, month.last) == (last.replace(day=1), last)
    assert last + timedelta(days=1) == month.next().first


def test_months_follow_each_other_over_the_new_year() -> None:
    assert Month(2025, 12).next() == Month(2026, 1)
    assert Month(2026, 1).previous() == Month(2025, 12)
    assert Month(2026, 3).plus(-15) == Month(2024, 12)
    assert Month(2026, 3).plus(0) == Month(2026, 3)
    assert max(Month(2026, 1), Month(2025, 12), Month(2026, 2)) == Month(2026, 2)
    assert Month(2025, 12) < Month(2026, 1)


def test_a_month_is_written_and_read_like_2026_03() -> None:
    assert str(Month(2026, 3)) == "2026-03"
    assert Month.parse("2026-03") == Month(2026, 3)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-3", "202603", "2026-W03", "March"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month must be"):
        Month.parse(text)


def test_there_is_no_thirteenth_month() -> None:
    with pytest.raises(ValueError, match="month must be"):
        Month(2026, 13)


@given(st.dates(date(4, 1, 1), date(9996, 12, 31)), st.integers(-24, 24))
def test_going_some_months_away_and_back_is_the_same_month(day: date, months: int) -> None:
    month = Month.of(day)
    assert month.plus(months).plus(-months) == month
    assert month.first <= day <= month.last


def test_the_four_windows_end_together() -> None:
    windows = windows_ending(Month(2026, 2))
    assert [(window.kind.value, window.first) for window in windows] == [
        ("month", date(2026, 2, 1)),
        ("3_months", date(2025, 12, 1)),
        ("6_months", date(2025, 9, 1)),
        ("12_months", date(2025, 3, 1)),
    ]
    assert {window.last for window in windows} == {date(2026, 2, 28)}
    assert window_ending(Month(2026, 2), WindowKind.MONTHS_6) == windows[2]


def test_both_ends_of_a_window_belong_to_it() -> None:
    assert [date(2026, 2, 28) in MARCH, MARCH.first in MARCH, MARCH.last in MARCH] == [
        False,
        True,
        True,
    ]
    assert date(2026, 4, 1) not in MARCH


def test_yesterday_is_the_last_rated_day_where_the_patient_is() -> None:
    now = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)
    assert last_rated_day(now, "UTC") == date(2026, 2, 28)
    assert last_rated_day(now, "America/New_York") == date(2026, 2, 27)
    assert last_rated_day(now, "Pacific/Kiritimati") == date(2026, 2, 28)


def enrolled(*, excluded: int = 0, began_on: date = LONG_AGO, last_rated: date = MUCH_LATER) -> int:
    return enrolled_days(MARCH, began_on=began_on, last_rated_day=last_rated, excluded=excluded)


def test_a_whole_month_has_all_its_days_also_when_the_clock_changes() -> None:
    assert enrolled() == 31


def test_the_diary_counts_from_the_day_it_began() -> None:
    assert enrolled(began_on=date(2026, 3, 31)) == 1
    assert enrolled(began_on=date(2026, 4, 1)) == 0
    assert enrolled(began_on=date(2026, 5, 1)) == 0


def test_today_is_not_enrolled_yet() -> None:
    assert enrolled(last_rated=date(2026, 3, 19)) == 19
    assert enrolled(last_rated=date(2026, 2, 28)) == 0


def test_days_in_hospital_are_taken_out() -> None:
    assert enrolled(excluded=1) == 30
    assert enrolled(excluded=4, last_rated=date(2026, 3, 4)) == 0


def test_a_month_is_complete_on_the_eighth_day_after_its_end() -> None:
    assert complete_on(MARCH) == date(2026, 4, 8)
    assert complete_on(window_ending(Month(2028, 2), WindowKind.MONTHS_3)) == date(2028, 3, 8)
