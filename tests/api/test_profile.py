"""What a patient tells about themself, through the JSON door."""

import pytest

from tests.api.client import Program
from tests.people import make_patient, make_therapist

pytestmark = pytest.mark.django_db


def test_a_patient_changes_what_the_safety_screen_must_know() -> None:
    anna = make_patient()
    program = Program(anna.user)
    told = {
        "name": "Anna Larkmoor",
        "blood_thinner": "yes",
        "person_number": "+49 30 123456",
        "reminder_time": "20:15",
        "aids": ["cane"],
        "lives_alone": True,
        "born_in": 1970,
    }
    changed = program.patch("profile/", told)
    assert changed.status == 200
    assert changed.json | told == changed.json
    assert program.get("profile/").json == changed.json
    assert changed.json["numb_legs"] == "unknown"
    assert program.patch("profile/", {"reminder_time": None}).json["reminder_time"] is None


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept() -> None:
    anna = make_patient()
    answer = Program(anna.user).patch(
        "profile/",
        {"lives_alone": True, "person_number": "call me", "time_zone": "Mars/Olympus", "born_in": 2999},
    )
    assert answer.status == 422
    assert answer.fields.keys() == {"person_number", "time_zone", "born_in"}
    anna.refresh_from_db()
    assert anna.lives_alone is None


def test_a_wrong_name_keeps_nothing_either() -> None:
    anna = make_patient()
    answer = Program(anna.user).patch("profile/", {"lives_alone": True, "name": "two\nlines"})
    assert answer.fields.keys() == {"name"}
    anna.refresh_from_db()
    assert anna.lives_alone is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("reminder_time", "8pm"), ("aids", ["wings"]), ("aids", ["none", "cane"]), ("lives_alone", "yes")],
)
def test_what_no_field_takes_is_named(field: str, value: object) -> None:
    answer = Program(make_patient().user).patch("profile/", {field: value})
    assert answer.status == 422
    assert {name.partition(".")[0] for name in answer.fields if name} == {field}


def test_who_keeps_no_diary_has_no_profile() -> None:
    assert Program(make_therapist()).get("profile/").status == 404
