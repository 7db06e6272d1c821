"""What Anna tells about herself."""

from datetime import date, time

import pytest

from accounts.models import Patient
from accounts.services.profile import change_profile
from tests.people import make_account, make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db

SAFETY = {"blood_thinner": "yes", "numb_legs": "no", "baclofen_pump": "unknown"}


def anna() -> Patient:
    return make_patient("Anna")


def test_anna_tells_what_the_safety_screen_must_know() -> None:
    patient = anna()
    typed = {
        **SAFETY,
        "emergency_number": "999",
        "person_name": "Carl",
        "person_number": "+44 (0)20 7946-0018",
    }
    client = signed_in(patient.user)
    assert client.post("/profile/safety/", typed)["Location"] == "/profile/"
    patient.refresh_from_db()
    assert (patient.blood_thinner, patient.emergency_number) == ("yes", "999")
    assert patient.person_number == "+44 (0)20 7946-0018"
    assert b"Saved." in client.get("/profile/").content


@pytest.mark.parametrize("number", ["12", "call me", "+++", "1" * 21, "112\x00", "112\n113", "١١٢"])
def test_a_number_that_no_phone_can_dial_is_refused(number: str) -> None:
    answer = signed_in(anna().user).post("/profile/safety/", {**SAFETY, "emergency_number": number})
    assert answer.status_code == 422
    assert b"Error:" in answer.content


def test_anna_moves_and_her_diary_keeps_its_first_day() -> None:
    patient = anna()
    began = patient.diary_began_on
    signed_in(patient.user).post(
        "/profile/diary/", {"time_zone": "Pacific/Auckland", "reminder_time": "20:30"}
    )
    patient.refresh_from_db()
    assert (patient.time_zone, patient.reminder_time) == ("Pacific/Auckland", time(20, 30))
    assert patient.diary_began_on == began


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": "UTC", "reminder_time": "25:00"},
    ],
)
def test_a_zone_or_hour_that_is_none_is_refused(typed: dict[str, str]) -> None:
    assert signed_in(anna().user).post("/profile/diary/", typed).status_code == 422


def test_anna_tells_about_herself_or_leaves_it_open() -> None:
    patient = anna()
    client = signed_in(patient.user)
    typed = {"aids": ["cane", "rollator"], "lives_alone": "yes", "ms_type": "unknown", "born_in": "1970"}
    client.post("/profile/me/", typed)
    patient.refresh_from_db()
    assert (patient.aids, patient.lives_alone, patient.born_in) == (["cane", "rollator"], True, 1970)
    form = client.get("/profile/me/").context["form"]
    assert form["lives_alone"].value() == "yes"
    client.post("/profile/me/", {})
    patient.refresh_from_db()
    assert (patient.aids, patient.lives_alone, patient.ms_type, patient.born_in) == ([], None, None, None)


@pytest.mark.parametrize(
    "typed",
    [
        {"born_in": "1899"},
        {"born_in": "2999"},
        {"born_in": "x"},
        {"aids": ["none", "cane"]},
        {"aids": ["furniture"]},
        {"aids": ["jetpack"]},
        {"ms_type": "\x00"},
    ],
)
def test_what_cannot_be_is_told_beside_its_field(typed: dict[str, object]) -> None:
    answer = signed_in(anna().user).post("/profile/me/", typed)
    assert answer.status_code == 422
    assert b"There is a problem" in answer.content


def test_everything_that_is_wrong_is_told_beside_its_field_and_in_its_words() -> None:
    typed = {"aids": ["none", "cane"], "born_in": "1899", "ms_type": "x"}
    form = signed_in(anna().user).post("/profile/me/", typed).context["form"]
    assert form.errors.keys() == {"aids", "born_in", "ms_type"}
    assert form.errors["aids"] == ["Choose either “No aid” or the aids you use."]
    assert form.errors["born_in"][0].startswith("Type a year from 1900 to 2")


def test_a_text_that_is_too_long_is_told_its_own_limit() -> None:
    typed = {**SAFETY, "person_name": "x" * 81, "person_number": "Carl"}
    form = signed_in(anna().user).post("/profile/safety/", typed).context["form"]
    assert form.errors["person_name"] == ["This text is too long. Keep it to 80 characters."]
    assert form.errors["person_number"][0].startswith("Type a phone number")


@pytest.mark.parametrize("name", ["a" * 81, "Anna\x00", "Anna\nBanana", "Anna\x07"])
def test_a_name_fits_on_one_line(name: str) -> None:
    assert signed_in(anna().user).post("/profile/name/", {"name": name}).status_code == 422


def test_a_therapist_has_a_name_and_no_diary_sheets() -> None:
    theo = make_therapist("Theo")
    client = signed_in(theo)
    page = client.get("/profile/").content
    assert b"My name" in page
    assert b"If I fall" not in page
    client.post("/profile/name/", {"name": "Theo Brandt"})
    theo.refresh_from_db()
    assert theo.name == "Theo Brandt"


def test_only_the_profile_is_changed_through_the_profile() -> None:
    with pytest.raises(ValueError, match="diary_began_at"):
        change_profile(patient=anna(), changes={"diary_began_at": None}, today=date(2026, 11, 24))


def test_the_pages_open_for_every_kind_of_account() -> None:
    for account in (anna().user, make_therapist("Theo"), make_account("Carl")):
        client = signed_in(account)
        for address in (
            "/profile/",
            "/more/",
            "/people/",
            "/codes/",
            "/joining/",
            "/joining/therapist/",
            "/address/",
        ):
            assert client.get(address).status_code == 200
