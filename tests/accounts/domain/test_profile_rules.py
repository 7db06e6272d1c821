"""What a person may tell about themself, whichever door it comes through."""

from datetime import UTC, date, time

import pytest

from accounts.domain.profile import MOST_REMEMBERED, RememberedFalls, checked_profile, remembered_errors
from accounts.domain.vocabulary import Aid, MsType, YesNoUnknown

TODAY = date(2026, 11, 24)


def kept(field: str, value: object) -> object:
    found, errors = checked_profile({field: value}, today=TODAY)
    assert not errors
    return found[field]


@pytest.mark.parametrize(
    ("field", "told", "stays"),
    [
        ("time_zone", "Europe/Berlin", "Europe/Berlin"),
        ("reminder_time", time(20, 30), time(20, 30)),
        ("reminder_time", None, None),
        ("emergency_number", "", ""),
        ("person_name", " Carl ", "Carl"),
        ("person_number", "+44 20", "+44 20"),
        ("blood_thinner", "yes", YesNoUnknown.YES),
        ("numb_legs", YesNoUnknown.NO, YesNoUnknown.NO),
        ("baclofen_pump", "unknown", YesNoUnknown.UNKNOWN),
        ("aids", ["cane", "rollator", "cane"], [Aid.CANE, Aid.ROLLATOR]),
        ("aids", (Aid.NONE, Aid.NONE), [Aid.NONE]),
        ("aids", [], []),
        ("lives_alone", False, False),
        ("lives_alone", None, None),
        ("ms_type", "unknown", MsType.UNKNOWN),
        ("ms_type", None, None),
        ("born_in", 1900, 1900),
        ("born_in", 2026, 2026),
        ("born_in", None, None),
    ],
)
def test_what_can_be_is_kept(field: str, told: object, stays: object) -> None:
    assert kept(field, told) == stays


@pytest.mark.parametrize(
    ("field", "told", "code"),
    [
        ("time_zone", "Mars/Olympus", "unknown_time_zone"),
        ("time_zone", "../../etc/passwd", "unknown_time_zone"),
        ("time_zone", "localtime", "unknown_time_zone"),
        ("time_zone", "", "unknown_time_zone"),
        ("time_zone", None, "wrong_kind"),
        ("reminder_time", time(20, 30, 1), "not_a_reminder_time"),
        ("reminder_time", time(20, 30, 0, 1), "not_a_reminder_time"),
        ("reminder_time", time(20, 30, tzinfo=UTC), "not_a_reminder_time"),
        ("reminder_time", "20:30", "not_a_reminder_time"),
        ("emergency_number", "12", "not_a_phone_number"),
        ("emergency_number", 112, "wrong_kind"),
        ("person_number", "Carl", "not_a_phone_number"),
        ("person_name", "x" * 81, "text_too_long"),
        ("person_name", "Carl\nCarla", "several_lines"),
        ("person_name", None, "wrong_kind"),
        ("blood_thinner", "perhaps", "wrong_kind"),
        ("numb_legs", None, "wrong_kind"),
        ("baclofen_pump", "", "wrong_kind"),
        ("aids", ["none", "cane"], "none_with_others"),
        ("aids", ["furniture"], "not_an_own_aid"),
        ("aids", ["cane", "person"], "not_an_own_aid"),
        ("aids", ["jetpack"], "wrong_kind"),
        ("aids", ["cane"] * 21, "too_many_values"),
        ("aids", "cane", "wrong_kind"),
        ("aids", None, "wrong_kind"),
        ("lives_alone", "yes", "wrong_kind"),
        ("lives_alone", 1, "wrong_kind"),
        ("ms_type", "", "wrong_kind"),
        ("born_in", 1899, "not_a_birth_year"),
        ("born_in", 2027, "not_a_birth_year"),
        ("born_in", True, "wrong_kind"),
        ("born_in", "1970", "wrong_kind"),
        ("diary_began_at", None, "unknown_field"),
    ],
)
def test_what_cannot_be_is_named_with_its_field(field: str, told: object, code: str) -> None:
    found, errors = checked_profile({field: told}, today=TODAY)
    assert found == {}
    assert [(error.code, error.field) for error in errors] == [(code, field)]


def test_every_mistake_is_told_at_once_beside_what_is_right() -> None:
    found, errors = checked_profile(
        {"born_in": 1899, "aids": ["none", "cane"], "lives_alone": True, "person_number": "x"}, today=TODAY
    )
    assert found == {"lives_alone": True}
    assert [error.field for error in errors] == ["born_in", "aids", "person_number"]


def test_the_words_name_the_years() -> None:
    _, errors = checked_profile({"born_in": 1}, today=TODAY)
    assert errors[0].message == "Type a year from 1900 to 2026."


@pytest.mark.parametrize(
    ("months_3", "months_12", "wrong"),
    [
        (None, None, []),
        (0, 0, []),
        (2, None, []),
        (None, 2, []),
        (2, MOST_REMEMBERED, []),
        (-1, 2, ["months_3"]),
        (3, MOST_REMEMBERED + 1, ["months_12"]),
        (-1, -2, ["months_3", "months_12"]),
        (5, 2, ["months_12"]),
    ],
)
def test_falls_remembered_must_be_possible(
    months_3: int | None, months_12: int | None, wrong: list[str]
) -> None:
    errors = remembered_errors(RememberedFalls(months_3=months_3, months_12=months_12))
    assert [error.field for error in errors] == wrong
