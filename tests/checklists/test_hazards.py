"""A hazard from the day it was found, and when a home is looked at again."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.domain.hazards import (
    NEXT,
    BeforeTheLast,
    CannotHappen,
    Happened,
    Hazard,
    found,
    worst_first,
)
from checklists.domain.rechecks import Recheck, Why, months_after, rechecks
from checklists.domain.vocabulary import Room

MAY = date(2026, 5, 4)


def hazard(*what: Happened, item: str = "E1", weight: int = 3, on: date = MAY) -> Hazard:
    made = found(item=item, room=Room.BATHROOM, weight=weight, on=on)
    for days, happened in enumerate(what, start=1):
        made = made.then(happened, on + timedelta(days=days))
    return made


def test_a_hazard_is_open_until_somebody_says_it_is_done() -> None:
    assert hazard().open_since == MAY
    assert hazard(Happened.RECOMMENDED).open_since == MAY
    assert hazard(Happened.RECOMMENDED, Happened.NOT_POSSIBLE).is_open
    assert hazard(Happened.RECOMMENDED, Happened.DONE).open_since is None
    assert not hazard(Happened.DONE, Happened.CONFIRMED).is_open


def test_a_hazard_that_came_back_is_open_since_then_and_keeps_its_history() -> None:
    back = hazard(Happened.DONE, Happened.CONFIRMED, Happened.CAME_BACK)
    assert back.open_since == MAY + timedelta(days=3)
    told = [event.what for event in back.history]
    assert told == [Happened.FOUND, Happened.DONE, Happened.CONFIRMED, Happened.CAME_BACK]


def test_moving_closes_a_hazard_for_good() -> None:
    moved = hazard(Happened.RECOMMENDED, Happened.MOVED)
    assert not moved.is_open
    for what in Happened:
        with pytest.raises(CannotHappen):
            moved.then(what, date(2027, 1, 1))


def test_nothing_is_confirmed_that_nobody_has_done() -> None:
    for before in ((), (Happened.RECOMMENDED,), (Happened.NOT_POSSIBLE,)):
        with pytest.raises(CannotHappen):
            hazard(*before).then(Happened.CONFIRMED, date(2027, 1, 1))


def test_nothing_happens_before_what_happened_last() -> None:
    with pytest.raises(BeforeTheLast):
        hazard().then(Happened.DONE, MAY - timedelta(days=1))
    assert not hazard().then(Happened.DONE, MAY).is_open


@given(st.lists(st.sampled_from(Happened), min_size=5, max_size=30))
def test_in_whatever_order_people_try_only_what_the_table_says_happens(tried: list[Happened]) -> None:
    one = hazard()
    for what in tried:
        if what in NEXT[one.last.what]:
            one = one.then(what, MAY)
            assert one.last.what == what
        else:
            with pytest.raises(CannotHappen):
                one.then(what, MAY)
        assert one.is_open == (one.open_since is not None)


def test_the_worst_come_first_and_the_longest_open_of_them() -> None:
    later = MAY + timedelta(days=30)
    all_of_them = [
        hazard(item="C5", weight=1),
        hazard(item="E4", weight=3, on=later),
        hazard(Happened.DONE, item="G1", weight=3),
        hazard(item="E1", weight=3),
    ]
    assert [one.item for one in worst_first(all_of_them)] == ["E1", "E4", "C5"]


def due(**what: Any) -> list[Recheck]:
    told: dict[str, Any] = {"falls": [], "new_aids": []} | what
    return rechecks(reviewed_on=MAY, **told)


def test_a_home_is_looked_at_again_after_half_a_year() -> None:
    assert due() == [Recheck(due_on=date(2026, 11, 4), why=Why.TIME)]
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2027, 8, 31), 6) == date(2028, 2, 29)


def test_a_fall_in_a_room_asks_for_that_room_once() -> None:
    june, july = date(2026, 6, 1), date(2026, 7, 1)
    falls = [(july, "toilet"), (june, "bathroom"), (june, "street"), (june, None), (MAY, "kitchen")]
    assert due(falls=falls)[0] == Recheck(due_on=june, why=Why.FALL, room=Room.BATHROOM)
    assert [recheck.why for recheck in due(falls=falls)] == [Why.FALL, Why.TIME]


def test_a_new_aid_asks_for_the_whole_home() -> None:
    july, august = date(2026, 7, 1), date(2026, 8, 1)
    assert due(new_aids=[august, july, MAY])[0] == Recheck(due_on=july, why=Why.NEW_AID)
