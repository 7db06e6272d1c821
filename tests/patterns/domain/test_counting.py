"""What was there on fall days and on other days, against a recount by hand and on random diaries."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from patterns.domain.counting import (
    DailyAnswer,
    DayCounts,
    Factor,
    Group,
    Rule,
    answered_after_the_fall,
    count_days,
)

FIRST = date(2026, 3, 1)
HURRY = Factor(group=Group.TRIGGER, code="hurry", rule=Rule.NAMED)
FATIGUE = Factor(group=Group.SYMPTOM, code="fatigue", rule=Rule.MORE_THAN_USUAL)
SLEEP = Factor(group=Group.SYMPTOM, code="sleep_quality", rule=Rule.MORE_THAN_USUAL)
CANE = Factor(group=Group.AID, code="cane", rule=Rule.NAMED)
FACTORS = (HURRY, FATIGUE, SLEEP, CANE)


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def answer(n: int, told: dict[Factor, int], *, hour: int = 20, later: int = 0) -> DailyAnswer:
    """An answer about day n, made at that hour of it or some days later."""
    made_on = day(n + later)
    made_at = datetime(made_on.year, made_on.month, made_on.day, hour, tzinfo=UTC)
    return DailyAnswer(day=day(n), made_at=made_at, made_on=made_on, told=told)


def only(counts: list[DayCounts]) -> tuple[int, int, int, int]:
    (one,) = counts
    return one.fall_days_with, one.fall_days, one.other_days_with, one.other_days


def test_hurry_was_there_on_one_of_two_fall_days_and_on_one_of_three_others() -> None:
    days = {day(n): n < 2 for n in range(5)}
    answers = [answer(n, {HURRY: n in (0, 4)}) for n in range(5)]
    assert only(count_days(FACTORS, days=days, answers=answers)) == (1, 2, 1, 3)


def test_a_day_on_which_it_was_not_asked_is_not_a_day_without_it() -> None:
    days = {day(n): n < 2 for n in range(5)}
    answers = [answer(n, {HURRY: 1} if n == 0 else {CANE: 0}) for n in range(5)]
    hurry, cane = count_days(FACTORS, days=days, answers=answers)
    assert (hurry.fall_days, hurry.other_days) == (1, 0)
    assert (cane.fall_days, cane.other_days) == (1, 3)


def test_a_day_that_nobody_answered_about_falls_is_no_other_day() -> None:
    answers = [answer(n, {HURRY: 1}) for n in range(5)]
    assert only(count_days(FACTORS, days={day(0): True}, answers=answers)) == (1, 1, 0, 0)


def test_what_was_never_asked_has_no_line() -> None:
    assert count_days(FACTORS, days={day(0): True}, answers=[]) == []


def test_an_answer_made_two_days_later_is_remembered_and_not_counted() -> None:
    days = {day(0): False, day(1): False}
    answers = [answer(0, {HURRY: 1}, later=1), answer(1, {HURRY: 1}, later=2)]
    assert only(count_days(FACTORS, days=days, answers=answers)) == (0, 0, 1, 1)


def test_of_two_answers_on_one_day_the_first_counts_however_they_came_in() -> None:
    answers = [answer(0, {HURRY: 1}, hour=21), answer(0, {HURRY: 0, CANE: 1}, hour=8)]
    for order in (answers, answers[::-1]):
        hurry, cane = count_days(FACTORS, days={day(0): True}, answers=order)
        assert (hurry.fall_days_with, hurry.fall_days) == (0, 1)
        assert (cane.fall_days_with, cane.fall_days) == (1, 1)


def test_more_than_usual_is_at_least_a_point_above_the_middle_answer() -> None:
    """Answers 2, 3, 3, 4, 6: the middle one is 3, so 4 and 6 are more than usual."""
    days = {day(n): n == 4 for n in range(5)}
    answers = [answer(n, {FATIGUE: value}) for n, value in enumerate([2, 3, 3, 4, 6])]
    (fatigue,) = counts = count_days(FACTORS, days=days, answers=answers)
    assert (fatigue.usual, only(counts)) == (3, (1, 1, 1, 4))


def test_of_an_even_number_of_answers_the_lower_middle_one_is_usual() -> None:
    days = {day(n): False for n in range(4)}
    answers = [answer(n, {FATIGUE: value}) for n, value in enumerate([1, 2, 5, 7])]
    (fatigue,) = count_days(FACTORS, days=days, answers=answers)
    assert (fatigue.usual, fatigue.other_days_with) == (2, 2)


def test_a_symptom_that_is_always_the_same_is_never_more_than_usual() -> None:
    days = {day(n): n == 0 for n in range(3)}
    counts = count_days(FACTORS, days=days, answers=[answer(n, {FATIGUE: 10}) for n in range(3)])
    assert only(counts) == (0, 1, 0, 2)
    assert not counts[0].was_ever_there


def test_ten_fall_days_and_thirty_others_are_enough_and_one_fewer_is_missing() -> None:
    enough = DayCounts(factor=HURRY, fall_days=10, fall_days_with=0, other_days=30, other_days_with=1)
    assert enough.is_enough
    assert enough.was_ever_there
    few = DayCounts(factor=HURRY, fall_days=9, fall_days_with=0, other_days=29, other_days_with=0)
    assert (few.is_enough, few.fall_days_missing, few.other_days_missing) == (False, 1, 1)
    one_side = DayCounts(factor=HURRY, fall_days=10, fall_days_with=1, other_days=29, other_days_with=0)
    assert not one_side.is_enough


def test_fall_days_that_were_answered_after_the_fall_are_told_apart() -> None:
    """In the morning before it, in the evening after it, of a fall without a time, and not at all."""
    at_noon = [datetime(2026, 3, 1 + n, 12, tzinfo=UTC) for n in range(4)]
    falls = {day(0): at_noon[0], day(1): at_noon[1], day(2): None, day(3): at_noon[3]}
    answers = [
        answer(0, {HURRY: 0}, hour=21),
        answer(0, {HURRY: 0}, hour=8),
        answer(1, {HURRY: 0}, hour=20),
        answer(2, {HURRY: 0}, hour=1),
        answer(3, {HURRY: 0}, later=2),
        answer(9, {HURRY: 0}),
    ]
    assert answered_after_the_fall(falls=falls, answers=answers) == (2, 3)


# A day is (observed?, fell?), an answer (day, days later, hour, told): enough to build any diary.
DAYS = 12
DIARY_DAYS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=DAYS, max_size=DAYS)
TOLD = st.fixed_dictionaries({}, optional={
    HURRY: st.integers(0, 1), FATIGUE: st.integers(0, 10), SLEEP: st.integers(0, 10), CANE: st.integers(0, 1),
})  # fmt: skip
ANSWERS = st.lists(
    st.tuples(st.integers(0, DAYS - 1), st.integers(0, 3), st.integers(0, 23), TOLD),
    max_size=40,
    unique_by=lambda one: (one[0] + one[1], one[2]),  # nobody answers twice at the same moment
)


@given(DIARY_DAYS, ANSWERS)
def test_the_counts_of_any_diary_are_those_of_a_naive_recount(
    diary: list[tuple[bool, bool]], said: list[tuple[int, int, int, dict[Factor, int]]]
) -> None:
    days = {day(n): fell for n, (observed, fell) in enumerate(diary) if observed}
    answers = [answer(n, told, hour=hour, later=later) for n, later, hour, told in said]
    ours = {one.factor: one for one in count_days(FACTORS, days=days, answers=answers)}
    for factor in FACTORS:
        rows = []  # (fell?, value) of every day, counted the long way round
        for n, (observed, fell) in enumerate(diary):
            told = [
                (n + later, hour, values[factor])
                for about, later, hour, values in said
                if about == n and later in (0, 1) and factor in values
            ]
            if observed and told:
                rows.append((fell, min(told)[2]))
        if not rows:
            assert factor not in ours
            continue
        in_order = sorted(value for _, value in rows)
        middle = in_order[(len(in_order) - 1) // 2]
        limit = {HURRY: (1, 1), CANE: (1, 1), FATIGUE: (middle + 1, 10), SLEEP: (middle + 1, 10)}[factor]
        there = [fell for fell, value in rows if limit[0] <= value <= limit[1]]
        one = ours[factor]
        assert one.fall_days == len([1 for fell, _ in rows if fell])
        assert one.other_days == len([1 for fell, _ in rows if not fell])
        assert one.fall_days_with == there.count(True)
        assert one.other_days_with == there.count(False)
