"""What a fall must be to be kept, how it changes, and how a resend is recognised."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from logs.domain.entries import (
    CHANGEABLE_FIELDS,
    FallEntry,
    apply_changes,
    checked_entry,
)
from logs.domain.errors import InvalidEntry
from logs.domain.vocabulary import (
    Aid,
    Care,
    GotUp,
    Injury,
    Kind,
    Landing,
    Mechanism,
    MinutesOnFloor,
    Place,
    Trigger,
)

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
FALL = FallEntry(
    entry_id=UUID("00000000-0000-4000-8000-000000000001"),
    kind=Kind.FALL,
    occurred_at=NOW - timedelta(hours=2),
    time_zone="Europe/Berlin",
    made_at=NOW - timedelta(hours=1),
)
NEAR_FALL = replace(FALL, kind=Kind.NEAR_FALL)


def fall(**values: Any) -> FallEntry:  # Any: each field has a type of its own
    return replace(FALL, **values)


def check(entry: FallEntry, born_in: int | None = None) -> tuple[FallEntry, bool]:
    return checked_entry(entry, received_at=NOW, born_in=born_in)


def refusals(entry: FallEntry, born_in: int | None = None) -> list[tuple[str, str | None]]:
    with pytest.raises(InvalidEntry) as caught:
        check(entry, born_in)
    assert all(error.message for error in caught.value.errors)
    return [(error.code, error.field) for error in caught.value.errors]


def test_a_fall_that_was_only_tapped_is_complete() -> None:
    assert check(FALL) == (FALL, False)


def test_a_time_in_another_offset_is_kept_in_utc() -> None:
    there = FALL.occurred_at.astimezone(timezone(timedelta(hours=5, minutes=45)))
    kept, _ = check(fall(occurred_at=there))
    assert (kept.occurred_at, kept.occurred_at.tzinfo) == (FALL.occurred_at, UTC)


def test_a_phone_ten_minutes_ahead_is_taken_as_now_and_marked() -> None:
    kept, ahead = check(fall(occurred_at=NOW + timedelta(minutes=10)))
    assert (kept.occurred_at, ahead) == (NOW, True)
    assert check(fall(occurred_at=NOW)) == (fall(occurred_at=NOW), False)


@pytest.mark.parametrize(
    "moment",
    [
        NOW + timedelta(minutes=10, microseconds=1),
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=12))),
    ],
)
def test_a_fall_that_is_still_to_come_is_refused(moment: datetime) -> None:
    assert refusals(fall(occurred_at=moment)) == [("fall_in_future", "occurred_at")]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1899, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    ],
)
def test_a_fall_before_1900_is_refused(moment: datetime) -> None:
    assert refusals(fall(occurred_at=moment)) == [("fall_before_1900", "occurred_at")]


def test_a_fall_before_birth_is_refused_by_the_local_year() -> None:
    new_year_in_berlin = fall(occurred_at=datetime(1969, 12, 31, 23, 30, tzinfo=UTC))
    assert check(new_year_in_berlin, born_in=1970)[0] == new_year_in_berlin
    new_years_eve = fall(occurred_at=datetime(1969, 12, 31, 22, 30, tzinfo=UTC))
    assert refusals(new_years_eve, born_in=1970) == [("fall_before_birth", "occurred_at")]
    assert check(new_years_eve, born_in=None)[0] == new_years_eve


def test_a_time_needs_its_offset() -> None:
    naive = NOW.replace(tzinfo=None)
    assert refusals(fall(occurred_at=naive, made_at=naive)) == [
        ("time_without_offset", "occurred_at"),
        ("time_without_offset", "made_at"),
    ]


def test_a_zone_that_nobody_knows_is_refused() -> None:
    assert refusals(fall(time_zone="Mars/Olympus"), born_in=1970) == [("unknown_time_zone", "time_zone")]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("injuries", (Injury.NONE, Injury.BRUISE)),
        ("care", (Care.CLINIC, Care.NONE)),
        ("aids_in_use", (Aid.NONE, Aid.CANE)),
    ],
)
def test_none_and_something_cannot_both_be_true(field: str, values: tuple[Any, ...]) -> None:
    assert refusals(fall(**{field: values})) == [("none_with_others", field)]


def test_a_choice_made_twice_counts_once_and_the_order_stays() -> None:
    kept, _ = check(
        fall(
            mechanisms=(Mechanism.TRIPPED, Mechanism.DIZZY, Mechanism.TRIPPED),
            injuries=(Injury.NONE, Injury.NONE),
            triggers=(),
        )
    )
    assert kept.mechanisms == (Mechanism.TRIPPED, Mechanism.DIZZY)
    assert (kept.injuries, kept.triggers, kept.symptoms) == ((Injury.NONE,), (), None)


def test_a_list_has_twenty_values_at_most() -> None:
    triggers = tuple(Trigger)
    assert check(fall(triggers=triggers[:20]))[0].triggers == triggers[:20]
    assert refusals(fall(triggers=triggers[:21])) == [("too_many_values", "triggers")]


def test_every_mistake_is_told_at_once() -> None:
    entry = fall(
        kind=Kind.NEAR_FALL,
        landing=Landing.HANDS,
        got_up=GotUp.ALONE,
        minutes_on_floor=MinutesOnFloor.UNDER_1,
        occurred_at=NOW + timedelta(days=1),
        time_zone="",
        care=(Care.NONE, Care.CLINIC),
        note="a\0b",
    )
    assert refusals(entry) == [
        ("not_for_near_fall", "landing"),
        ("not_for_near_fall", "got_up"),
        ("not_for_near_fall", "minutes_on_floor"),
        ("unknown_time_zone", "time_zone"),
        ("fall_in_future", "occurred_at"),
        ("none_with_others", "care"),
        ("control_character", "note"),
    ]


def test_the_whole_refusal_reads_as_words() -> None:
    with pytest.raises(InvalidEntry, match=r"not known.*not come yet"):
        check(fall(occurred_at=NOW + timedelta(days=1), time_zone="Nowhere"))


def test_not_on_the_floor_makes_it_a_near_fall() -> None:
    kept, _ = check(fall(landed_on_floor=False))
    assert kept.kind is Kind.NEAR_FALL
    kept, _ = check(replace(NEAR_FALL, landed_on_floor=True, got_up=GotUp.ALONE))
    assert kept.kind is Kind.FALL


def test_the_question_left_open_counts_as_a_fall() -> None:
    assert check(fall(landed_on_floor=None))[0].kind is Kind.FALL


def test_a_near_fall_may_have_circumstances_and_a_bruise() -> None:
    near = replace(NEAR_FALL, place=Place.KITCHEN, injuries=(Injury.BRUISE,), note="Grabbed a chair")
    assert check(near) == (near, False)


def test_an_amendment_cannot_touch_whose_entry_it_is_or_the_first_tap() -> None:
    assert {"kind", "occurred_at", "note", "care"} <= CHANGEABLE_FIELDS
    with pytest.raises(InvalidEntry) as caught:
        apply_changes(FALL, {"made_at": NOW, "entry_id": None, "mood": 3, "place": None})
    assert [(error.code, error.field) for error in caught.value.errors] == [
        ("unknown_field", "entry_id"),
        ("unknown_field", "made_at"),
        ("unknown_field", "mood"),
    ]


def test_an_amendment_changes_what_it_names_and_nothing_else() -> None:
    changed = apply_changes(fall(note="Wet floor"), {"place": Place.BATHROOM})
    assert changed == fall(note="Wet floor", place=Place.BATHROOM)
    assert apply_changes(FALL, {}) == FALL


def test_answering_no_to_the_floor_turns_a_fall_into_a_near_fall() -> None:
    told = fall(got_up=GotUp.ALONE, landing=Landing.KNEES, minutes_on_floor=MinutesOnFloor.UNDER_1, note="x")
    changed = apply_changes(told, {"landed_on_floor": False})
    assert changed == fall(kind=Kind.NEAR_FALL, landed_on_floor=False, note="x")
    assert check(changed) == (changed, False)


def test_answering_yes_to_the_floor_turns_a_near_fall_into_a_fall() -> None:
    changed = apply_changes(NEAR_FALL, {"landed_on_floor": True, "got_up": GotUp.ALONE})
    assert changed == fall(landed_on_floor=True, got_up=GotUp.ALONE)


def test_taking_the_answer_about_the_floor_back_leaves_the_kind() -> None:
    near = replace(NEAR_FALL, landed_on_floor=False)
    assert apply_changes(near, {"landed_on_floor": None}) == NEAR_FALL


def test_a_new_kind_takes_back_the_answer_that_contradicts_it() -> None:
    near = replace(NEAR_FALL, landed_on_floor=False)
    assert apply_changes(near, {"kind": Kind.FALL}) == FALL
    landed = fall(landed_on_floor=True, got_up=GotUp.ALONE)
    assert apply_changes(landed, {"kind": Kind.NEAR_FALL}) == NEAR_FALL
    assert apply_changes(landed, {"kind": Kind.FALL}) == landed


def test_how_somebody_got_up_from_a_near_fall_is_refused_and_not_dropped() -> None:
    changed = apply_changes(NEAR_FALL, {"got_up": GotUp.ALONE})
    assert refusals(changed) == [("not_for_near_fall", "got_up")]
