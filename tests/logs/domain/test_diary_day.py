"""What a day of the diary is, and whether it was answered in time."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logs.domain.days import (
    DerivedDay,
    FallOnDay,
    GivenAnswer,
    derive_day,
    is_early,
    is_on_time,
    swept_days,
    told_at,
)
from logs.domain.errors import EntryError
from logs.domain.times import at_local
from logs.domain.vocabulary import DayAnswer, DayState

DAY = date(2026, 3, 28)
BERLIN = "Europe/Berlin"


def on(days_after: int, hour: int = 20) -> datetime:
    return at_local(DAY + timedelta(days=days_after), time(hour), BERLIN)


def no_falls(made_at: datetime, *, early: bool = False) -> GivenAnswer:
    return GivenAnswer(DayAnswer.NO_FALLS, made_at, BERLIN, early)


def excluded(made_at: datetime) -> GivenAnswer:
    return GivenAnswer(DayAnswer.EXCLUDED, made_at, BERLIN, early=False)


def day(given: GivenAnswer | None = None, *falls: FallOnDay) -> DerivedDay:
    return derive_day(day=DAY, given=given, falls=falls)


def test_silence_is_unknown_and_not_fall_free() -> None:
    assert day() == DerivedDay(DayState.UNKNOWN, answered_at=None, on_time=False, early=False, falls=0)
    assert not day().is_observed


def test_one_tap_answers_a_quiet_day() -> None:
    quiet = day(no_falls(on(0)))
    assert quiet == DerivedDay(DayState.NO_FALLS, on(0), on_time=True, early=False, falls=0)
    assert quiet.is_observed


def test_a_quiet_day_answered_early_is_observed_and_marked() -> None:
    quiet = day(no_falls(on(0, 9), early=True))
    assert (quiet.early, quiet.is_observed) == (True, True)


def test_a_fall_answers_its_day() -> None:
    assert day(None, FallOnDay(on(0), BERLIN, counted=True)) == DerivedDay(
        DayState.EVENTS, on(0), on_time=True, early=False, falls=1
    )


def test_a_fall_after_no_falls_so_far_makes_it_a_day_of_events() -> None:
    fell = day(no_falls(on(0, 9), early=True), FallOnDay(on(0), BERLIN, counted=True))
    assert fell == DerivedDay(DayState.EVENTS, on(0, 9), on_time=True, early=False, falls=1)


def test_a_fall_added_late_to_a_day_answered_in_time_is_rated() -> None:
    fell = day(no_falls(on(1)), FallOnDay(on(40), BERLIN, counted=True))
    assert (fell.state, fell.answered_at, fell.is_observed) == (DayState.EVENTS, on(1), True)


def test_a_fall_told_in_time_keeps_a_day_on_time_that_was_answered_late() -> None:
    assert day(no_falls(on(20)), FallOnDay(on(2), BERLIN, counted=True)).is_observed


def test_a_day_first_answered_by_a_late_fall_is_shown_and_not_observed() -> None:
    late = day(None, FallOnDay(on(8), BERLIN, counted=True))
    assert (late.state, late.falls, late.on_time, late.is_observed) == (
        DayState.EVENTS,
        1,
        False,
        False,
    )


def test_a_fall_that_may_be_the_same_answers_its_day_and_is_not_counted() -> None:
    twice = day(None, FallOnDay(on(0, 10), BERLIN, counted=True), FallOnDay(on(0, 11), BERLIN, counted=False))
    assert (twice.state, twice.falls) == (DayState.EVENTS, 1)
    only = day(None, FallOnDay(on(0, 11), BERLIN, counted=False))
    assert (only.state, only.falls, only.is_observed) == (DayState.EVENTS, 0, True)


def test_a_day_in_hospital_stays_excluded_whatever_falls_it_has() -> None:
    ward = day(excluded(on(1)), FallOnDay(on(0), BERLIN, counted=True))
    assert ward == DerivedDay(DayState.EXCLUDED, on(0), on_time=True, early=False, falls=1)
    assert not ward.is_observed


def test_the_seventh_day_after_is_still_in_time_until_midnight() -> None:
    assert is_on_time(DAY, at_local(date(2026, 4, 4), time(23, 59, 59), BERLIN), BERLIN)
    assert not is_on_time(DAY, at_local(date(2026, 4, 5), time(0), BERLIN), BERLIN)


def test_midnight_is_the_patients_own() -> None:
    moment = datetime(2026, 4, 4, 22, 30, tzinfo=UTC)  # past midnight in Berlin's summer time
    assert not is_on_time(DAY, moment, BERLIN)
    assert is_on_time(DAY, moment, "America/New_York")


def test_each_answer_is_in_time_by_its_own_calendar() -> None:
    moment = datetime(2026, 4, 4, 22, 30, tzinfo=UTC)  # the 8th day after in Berlin, the 7th in New York
    away = GivenAnswer(DayAnswer.NO_FALLS, moment, "America/New_York", early=False)
    assert not day(no_falls(moment)).on_time
    assert day(away).on_time
    assert day(away, FallOnDay(moment - timedelta(minutes=5), BERLIN, counted=True)).on_time


def test_nothing_is_told_before_its_day() -> None:
    before, moved, received = on(-20), on(0), on(3)
    assert not is_on_time(DAY, before, BERLIN)
    assert told_at(DAY, BERLIN, (before, moved, received)) == moved
    assert told_at(DAY, BERLIN, (before, before, received)) == received
    assert told_at(DAY, BERLIN, (before, before)) == before


@pytest.mark.parametrize(
    ("made_at", "early"),
    [
        (at_local(DAY, time(0), BERLIN), True),
        (at_local(DAY, time(17, 59, 59), BERLIN), True),
        (at_local(DAY, time(18), BERLIN), False),
        (at_local(DAY + timedelta(days=1), time(7), BERLIN), False),
    ],
)
def test_before_six_in_the_evening_it_is_no_falls_so_far(made_at: datetime, early: bool) -> None:
    assert is_early(DAY, made_at, BERLIN) is early


@pytest.mark.parametrize(("changing", "utc_hour"), [(date(2026, 3, 29), 16), (date(2026, 10, 25), 17)])
def test_six_in_the_evening_is_six_on_the_day_the_clock_changes(changing: date, utc_hour: int) -> None:
    six = datetime.combine(changing, time(utc_hour), tzinfo=UTC)
    assert not is_early(changing, six, BERLIN)
    assert is_early(changing, six - timedelta(seconds=1), BERLIN)


def test_a_sweep_names_the_days_it_will_answer() -> None:
    assert swept_days(date(2028, 2, 27), date(2028, 3, 1), today=date(2028, 3, 1)) == (
        date(2028, 2, 27),
        date(2028, 2, 28),
        date(2028, 2, 29),
        date(2028, 3, 1),
    )
    assert len(swept_days(DAY - timedelta(days=6), DAY, today=DAY)) == 7
    assert swept_days(DAY, DAY, today=DAY) == (DAY,)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (DAY, DAY - timedelta(days=1), "sweep_backwards"),
        (DAY - timedelta(days=7), DAY, "sweep_too_long"),
        (DAY, DAY + timedelta(days=1), "day_in_future"),
        (date.min, date.max, "day_in_future"),
    ],
)
def test_a_sweep_that_cannot_be_is_refused(first: date, last: date, code: str) -> None:
    with pytest.raises(EntryError) as caught:
        swept_days(first, last, today=DAY)
    assert (caught.value.code, caught.value.field) == (code, "last")


moments = st.integers(0, 23 * 24).map(lambda hours: on(0, 0) + timedelta(hours=hours))
falls_on_day = st.lists(st.builds(FallOnDay, moments, st.just(BERLIN), st.booleans()), max_size=6)
answers = st.none() | st.builds(
    GivenAnswer, st.sampled_from(DayAnswer), moments, st.just(BERLIN), st.booleans()
)


@given(answers, falls_on_day, st.randoms())
def test_falls_may_arrive_in_any_order(
    given_answer: GivenAnswer | None, falls: list[FallOnDay], chance: object
) -> None:
    first = day(given_answer, *falls)
    chance.shuffle(falls)  # type: ignore[attr-defined]  # random.Random
    assert day(given_answer, *falls) == first


@given(answers, falls_on_day)
def test_a_day_is_unknown_only_while_nobody_said_anything(
    given_answer: GivenAnswer | None, falls: list[FallOnDay]
) -> None:
    derived = day(given_answer, *falls)
    silent = given_answer is None and not falls
    assert (derived.state is DayState.UNKNOWN) == silent
    assert (derived.answered_at is None) == silent
    assert not (silent and derived.is_observed)


def test_withdrawing_the_only_fall_of_a_day_makes_it_unknown_again() -> None:
    fell = FallOnDay(on(0), BERLIN, counted=True)
    assert [day(None, fell).state, day(None).state] == [DayState.EVENTS, DayState.UNKNOWN]
