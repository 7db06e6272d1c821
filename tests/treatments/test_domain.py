"""What may be told of medicines, side effects, aids and exercise."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.domain.vocabulary import Aid
from ledger.domain.errors import InvalidEntry
from treatments.domain.doses import Felt
from treatments.domain.entries import (
    AidTold,
    ExerciseTold,
    MedicineTold,
    SideEffectTold,
    checked_aid,
    checked_exercise,
    checked_medicine,
    checked_side_effect,
)
from treatments.domain.vocabulary import ExerciseKind, MedicineClass

TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def medicine(**told: Any) -> MedicineTold:
    return checked_medicine(MedicineTold(medicine_class=MedicineClass.BACLOFEN, **told), today=TODAY)


def felt(**told: Any) -> SideEffectTold:
    return checked_side_effect(
        SideEffectTold(**{"severity": 3, **told}), made_at=NOW - HOUR, received_at=NOW
    )[0]


def aid(*others: AidTold, **told: Any) -> AidTold:
    return checked_aid(AidTold(**{"aid": Aid.CANE, **told}), others=others, today=TODAY)


def codes(refused: pytest.ExceptionInfo[InvalidEntry]) -> list[tuple[str | None, str]]:
    return [(error.field, error.code) for error in refused.value.errors]


def test_the_name_of_a_medicine_is_one_line_without_blanks_around_it() -> None:
    assert medicine(own_name=" Lioresal ").own_name == "Lioresal"
    assert medicine(started_on=TODAY, stopped_on=TODAY).stopped_on == TODAY


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"own_name": "two\nlines"}, [("own_name", "several_lines")]),
        ({"started_on": TODAY + DAY}, [("started_on", "not_yet")]),
        ({"stopped_on": date(1899, 12, 31)}, [("stopped_on", "too_long_ago")]),
        ({"started_on": TODAY, "stopped_on": TODAY - DAY}, [("stopped_on", "ends_before_it_begins")]),
        (
            {"own_name": "\x00", "started_on": TODAY + DAY, "stopped_on": TODAY + DAY},
            [("own_name", "control_character"), ("started_on", "not_yet"), ("stopped_on", "not_yet")],
        ),
    ],
)
def test_everything_that_is_wrong_with_a_medicine_is_told_at_once(
    told: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidEntry) as refused:
        medicine(**told)
    assert codes(refused) == found


def test_drowsiness_is_felt_when_it_is_told_unless_said_otherwise() -> None:
    assert felt().occurred_at == NOW - HOUR
    assert felt(occurred_at=NOW - DAY).occurred_at == NOW - DAY


def test_a_phone_that_is_a_little_ahead_means_now() -> None:
    assert felt(occurred_at=NOW + timedelta(minutes=9)).occurred_at == NOW
    assert felt(severity=0, hours_after_dose=0).severity == 0


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"severity": 11}, ("severity", "not_a_severity")),
        ({"severity": -1}, ("severity", "not_a_severity")),
        ({"hours_after_dose": 25}, ("hours_after_dose", "not_hours_after")),
        ({"note": "\x07"}, ("note", "control_character")),
        ({"occurred_at": NOW + HOUR}, ("occurred_at", "not_yet")),
        ({"occurred_at": datetime(1899, 1, 1, tzinfo=UTC)}, ("occurred_at", "too_long_ago")),
        ({"occurred_at": datetime(2026, 3, 10, 12)}, ("occurred_at", "time_without_offset")),  # noqa: DTZ001
    ],
)
def test_what_cannot_have_been_felt_is_refused(told: dict[str, Any], found: tuple[str, str]) -> None:
    with pytest.raises(InvalidEntry) as refused:
        felt(**told)
    assert codes(refused) == [found]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"minutes": 0}, ("minutes", "not_minutes")),
        ({"minutes": 601}, ("minutes", "not_minutes")),
        ({"on": TODAY + DAY}, ("on", "not_yet")),
    ],
)
def test_exercise_is_minutes_of_a_day_that_has_come(told: dict[str, Any], found: tuple[str, str]) -> None:
    right: dict[str, Any] = {"on": TODAY, "minutes": 1, "kind": ExerciseKind.STRETCH}
    assert checked_exercise(ExerciseTold(**right), today=TODAY).minutes == 1
    with pytest.raises(InvalidEntry) as refused:
        checked_exercise(ExerciseTold(**{**right, **told}), today=TODAY)
    assert codes(refused) == [found]


def test_an_aid_may_be_replaced_on_the_day_it_goes() -> None:
    old = AidTold(aid=Aid.CANE, owned_to=TODAY - DAY)
    assert aid(old, owned_from=TODAY - DAY).owned_to is None


@pytest.mark.parametrize(
    ("others", "told", "found"),
    [
        ([], {"aid": Aid.NONE}, ("aid", "not_an_own_aid")),
        ([], {"aid": Aid.PERSON}, ("aid", "not_an_own_aid")),
        ([AidTold(aid=Aid.CANE)], {"owned_to": TODAY}, ("owned_from", "owned_twice")),
        ([AidTold(aid=Aid.CANE, owned_from=TODAY - 3 * DAY)], {}, ("owned_from", "owned_twice")),
    ],
)
def test_an_aid_is_ones_own_and_owned_once(
    others: list[AidTold], told: dict[str, Any], found: tuple[str, str]
) -> None:
    with pytest.raises(InvalidEntry) as refused:
        aid(*others, **told)
    assert codes(refused) == [found]


@pytest.mark.parametrize(
    ("hours", "fell_after", "near"),
    [(2, -2, True), (2, -3, False), (None, 0, True), (None, -1, False), (2, 6, True), (2, 7, False)],
)
def test_a_fall_stands_beside_a_dose_from_the_dose_to_six_hours_after_it_was_felt(
    hours: int | None, fell_after: int, near: bool
) -> None:
    assert Felt(NOW, hours).is_near(NOW + fell_after * HOUR) is near
