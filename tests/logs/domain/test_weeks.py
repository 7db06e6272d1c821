"""A week of a diary, counted from its days."""

from datetime import date, timedelta

from logs.domain.vocabulary import DayState
from logs.domain.weeks import DayCounted, WeekCounts, count_week

MONDAY = date(2026, 11, 23)


def day(state: DayState, *, falls: int = 0, near_falls: int = 0, on_time: bool = True) -> DayCounted:
    return DayCounted(state=state, falls=falls, near_falls=near_falls, on_time=on_time)


def counted(
    *states: DayCounted | None, began_on: date = date(2026, 1, 1), last_rated_day: date = date(2026, 12, 1)
) -> WeekCounts:
    days = {MONDAY + timedelta(days=n): state for n, state in enumerate(states) if state is not None}
    return count_week(MONDAY, days, began_on=began_on, last_rated_day=last_rated_day)


def test_a_week_without_entries_has_seven_days_to_answer_and_none_answered() -> None:
    week = counted()
    assert (week.enrolled_days, week.observed_days, len(week.unanswered)) == (7, 0, 7)
    assert week.last == date(2026, 11, 29)


def test_falls_and_near_falls_are_counted_apart_and_a_near_fall_answers_no_day() -> None:
    week = counted(day(DayState.EVENTS, falls=2), day(DayState.UNKNOWN, near_falls=1, on_time=False))
    assert (week.falls, week.near_falls, week.observed_days) == (2, 1, 1)
    assert MONDAY + timedelta(days=1) in week.unanswered


def test_a_day_in_hospital_is_none_to_answer_and_its_fall_still_counts() -> None:
    week = counted(day(DayState.EXCLUDED, falls=1))
    assert (week.falls, week.enrolled_days, week.observed_days) == (1, 6, 0)


def test_a_day_answered_late_is_neither_answered_in_time_nor_left() -> None:
    week = counted(day(DayState.NO_FALLS, on_time=False))
    assert (week.observed_days, len(week.unanswered)) == (0, 6)


def test_days_before_the_diary_and_days_to_come_are_no_part_of_it() -> None:
    week = counted(
        day(DayState.NO_FALLS, near_falls=4),
        began_on=MONDAY + timedelta(days=2),
        last_rated_day=MONDAY + timedelta(days=4),
    )
    assert (week.enrolled_days, week.near_falls) == (3, 0)
