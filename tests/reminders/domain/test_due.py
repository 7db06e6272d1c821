"""What a fall, a week and a home ask for, and in which turn."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from logs.domain.vocabulary import InjuryGrade, YesNoUnsure
from reminders.domain.due_after_fall import Harm
from reminders.domain.due_weekly import days_swept, overdue_between, recheck_due, weekly_time
from reminders.domain.enough import IN_TURN, Room, room_today
from reminders.domain.kinds import Kind
from reminders.domain.weeks import IsoWeek

FELL_AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def harm(*, head: YesNoUnsure | None = None, grade: InjuryGrade | None = None) -> Harm:
    return Harm(at=FELL_AT, head_strike=head, grade=grade)


@pytest.mark.parametrize(
    ("head", "asked"),
    [(YesNoUnsure.YES, True), (YesNoUnsure.UNSURE, True), (YesNoUnsure.NO, False), (None, False)],
)
def test_a_head_that_may_have_been_hit_is_asked_after_a_day_later(
    head: YesNoUnsure | None, asked: bool
) -> None:
    assert harm(head=head).asks_for(Kind.HEAD_CHECK) is asked
    assert harm(head=head).due(Kind.HEAD_CHECK) == FELL_AT + timedelta(hours=24)


@pytest.mark.parametrize(
    ("grade", "asked"),
    [(InjuryGrade.MODERATE, True), (InjuryGrade.SERIOUS, True), (InjuryGrade.NONE, False), (None, False)],
)
def test_an_injury_is_asked_after_three_days_later(grade: InjuryGrade | None, asked: bool) -> None:
    assert harm(grade=grade).asks_for(Kind.FOLLOW_UP) is asked
    assert harm(grade=grade).due(Kind.FOLLOW_UP) == FELL_AT + timedelta(days=3)


def test_a_sweep_is_for_days_of_the_week_that_are_open_and_lie_in_the_diary() -> None:
    week = IsoWeek(2026, 47)
    known = [date(2026, 11, 18), date(2026, 11, 20), date(2026, 11, 25)]
    assert days_swept(week, began_on=date(2026, 11, 17), known=known) == [
        date(2026, 11, day) for day in (17, 19, 21, 22)
    ]
    assert days_swept(week, began_on=date(2026, 11, 23), known=[]) == []


def test_the_weekly_look_is_on_a_monday_and_not_before_ten() -> None:
    slot = weekly_time(UUID(int=1), "Europe/Berlin").slot(IsoWeek(2026, 48))
    assert datetime(2026, 11, 23, 9, tzinfo=UTC) <= slot < datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


def test_a_home_is_spoken_of_when_its_day_has_come_and_not_for_ever() -> None:
    due = [date(2026, 9, 25), date(2026, 9, 26), TODAY, TODAY + timedelta(days=1)]
    assert recheck_due(due[:1], today=TODAY) is None
    assert recheck_due(due[:2], today=TODAY) == date(2026, 9, 26)
    assert recheck_due(due, today=TODAY) == TODAY
    assert recheck_due(due[3:], today=TODAY) is None


def test_advice_is_late_from_the_day_after_its_day_on_and_left_in_peace_after_four_weeks() -> None:
    assert overdue_between(TODAY) == (date(2026, 10, 28), date(2026, 11, 24))


def test_a_day_has_two_places_and_those_first_that_cannot_wait() -> None:
    assert IN_TURN[:3] == (Kind.HEAD_CHECK, Kind.FOLLOW_UP, Kind.EVENING)
    assert room_today(sent=1, ahead=0, under_way=0) is Room.NOW
    assert room_today(sent=2, ahead=0, under_way=0) is Room.TOMORROW
    assert room_today(sent=1, ahead=1, under_way=0) is Room.TOMORROW
    assert room_today(sent=1, ahead=0, under_way=1) is Room.SOON
