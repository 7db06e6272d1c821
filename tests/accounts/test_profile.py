"""What Anna tells about herself is kept field by field, or refused as a whole."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.domain.profile import RememberedFalls
from accounts.errors import InvalidClinic, InvalidProfile, UnknownTimeZone
from accounts.models import Clinic, Patient
from accounts.services.clinics import start_clinic
from accounts.services.joining import begin_diary, keep_remembered_falls
from accounts.services.profile import change_name, change_profile
from tests.people import make_account, make_patient, make_therapist

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def stored(patient: Patient) -> Patient:
    return Patient.objects.get(pk=patient.pk)


def test_every_mistake_is_told_at_once_and_nothing_is_kept() -> None:
    anna = make_patient("Anna")
    with pytest.raises(InvalidProfile) as refused:
        change_profile(
            patient=anna,
            changes={
                "born_in": 1899,
                "person_number": "Carl",
                "person_name": "Carl",
                "aids": ["none", "cane"],
            },
            today=TODAY,
        )
    assert [(error.field, error.code) for error in refused.value.errors] == [
        ("born_in", "not_a_birth_year"),
        ("person_number", "not_a_phone_number"),
        ("aids", "none_with_others"),
    ]
    assert anna.person_name == stored(anna).person_name == ""


def test_only_what_changed_is_written() -> None:
    anna = make_patient("Anna")
    change_profile(patient=anna, changes={"blood_thinner": "no", "born_in": 1970}, today=TODAY)
    with CaptureQueriesContext(connection) as queries:
        change_profile(patient=anna, changes={"blood_thinner": "yes", "born_in": 1970}, today=TODAY)
    updates = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    assert len(updates) == 1
    assert "blood_thinner" in updates[0]
    assert "born_in" not in updates[0]
    with CaptureQueriesContext(connection) as queries:
        change_profile(patient=anna, changes={"blood_thinner": "yes"}, today=TODAY)
    assert not any(query["sql"].startswith("UPDATE") for query in queries)


def test_two_pages_that_were_open_at_once_keep_both_of_their_answers() -> None:
    anna = make_patient("Anna")
    laptop = stored(anna)
    change_profile(patient=anna, changes={"lives_alone": True}, today=TODAY)
    change_profile(patient=laptop, changes={"reminder_time": time(20, 30)}, today=TODAY)
    now = stored(anna)
    assert (now.lives_alone, now.reminder_time) == (True, time(20, 30))


@pytest.mark.django_db(transaction=True)
def test_answers_that_arrive_together_are_all_kept() -> None:
    anna = make_patient("Anna")
    told: list[dict[str, object]] = [
        {"lives_alone": True},
        {"born_in": 1970},
        {"numb_legs": "yes"},
        {"person_name": "Carl"},
        {"emergency_number": "999"},
        {"aids": ["cane"]},
    ]

    def tell(changes: dict[str, object]) -> None:
        try:
            change_profile(patient=stored(anna), changes=changes, today=TODAY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(told)) as everybody:
        list(everybody.map(tell, told))
    now = stored(anna)
    assert {name: getattr(now, name) for changes in told for name in changes} == {
        name: value for changes in told for name, value in changes.items()
    }


def test_whoever_asked_sees_what_was_kept() -> None:
    anna = make_patient("Anna")
    change_profile(patient=anna, changes={"person_name": " Carl ", "aids": ["cane", "cane"]}, today=TODAY)
    assert (anna.person_name, anna.aids) == ("Carl", ["cane"])
    anna.refresh_from_db()
    assert (anna.person_name, anna.aids) == ("Carl", ["cane"])


def test_a_name_is_one_line() -> None:
    theo = make_therapist("Theo")
    change_name(theo, " Theo Brandt ")
    theo.refresh_from_db()
    assert theo.name == "Theo Brandt"
    with pytest.raises(InvalidProfile) as refused:
        change_name(theo, "Theo\nBrandt")
    assert [(error.field, error.code) for error in refused.value.errors] == [("name", "several_lines")]
    theo.refresh_from_db()
    assert theo.name == "Theo Brandt"


def test_a_clinic_without_a_name_is_not_founded() -> None:
    with pytest.raises(InvalidClinic):
        start_clinic(name=" ", account=make_therapist("Theo"), now=NOW)
    assert not Clinic.objects.exists()


def test_a_diary_does_not_begin_in_a_zone_that_is_none() -> None:
    with pytest.raises(UnknownTimeZone):
        begin_diary(account=make_account("Anna"), time_zone="localtime", now=NOW)


def test_numbers_that_cannot_be_are_not_remembered() -> None:
    anna = make_patient("Anna")
    with pytest.raises(InvalidProfile):
        keep_remembered_falls(patient=anna, remembered=RememberedFalls(months_3=5, months_12=2), now=NOW)
    assert stored(anna).remembered_on is None
