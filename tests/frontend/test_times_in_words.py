"""Times as people say them; where a phone was in another zone than the diary, its place is named."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.models import Patient
from logs.domain.vocabulary import Kind, Precision
from logs.models import Fall
from logs.services.falls import record_fall
from tests.people import entry, fall, make_patient, signed_in

pytestmark = pytest.mark.django_db
# Early on a Wednesday in London, and afternoon in Tokyo.
NOW = datetime(2026, 11, 25, 5, 22, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def logged_in(zone: str, patient: Patient, **details: object) -> Fall:
    told = entry(at=NOW, kind=Kind.FALL, time_zone=zone, **details)
    return record_fall(patient=patient, entry=told, by=patient.user, received_at=NOW).fall


def pages(one: Fall) -> dict[str, str]:
    client = signed_in(one.patient.user)
    addresses = ("/falls/", f"/falls/{one.public_id}/", f"/diary/days/{one.local_date}/")
    return {address: " ".join(client.get(address).content.decode().split()) for address in addresses}


def test_a_fall_logged_on_a_journey_is_told_with_the_place_of_its_clock() -> None:
    one = logged_in("Asia/Tokyo", make_patient(time_zone="Europe/London"))
    for address, page in pages(one).items():
        assert "today at 2:22 in the afternoon, Tokyo time" in page, address


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Lisbon"])
def test_where_the_clocks_agree_no_place_is_named(zone: str) -> None:
    one = logged_in(zone, make_patient(time_zone="Europe/London"))
    for address, page in pages(one).items():
        assert "today at 5:22 in the morning" in page, address
        assert " time<" not in page, address


def test_a_day_without_a_time_needs_no_place() -> None:
    one = logged_in("Asia/Tokyo", make_patient(time_zone="Europe/London"), precision=Precision.DAY)
    assert "Tokyo" not in pages(one)["/falls/"]


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (0, "at 12:22 at night"),
        (3, "at 3:22 at night"),
        (4, "at 4:22 in the morning"),
        (5, "at 5:22 in the morning"),
        (11, "at 11:22 in the morning"),
        (12, "at 12:22 in the afternoon"),
        (18, "at 6:22 in the evening"),
    ],
)
def test_nobody_says_five_at_night(hour: int, words: str) -> None:
    anna = make_patient(time_zone="Europe/London")
    one = fall(anna, at=NOW.replace(hour=hour) - timedelta(days=1))
    assert f"yesterday {words}" in pages(one)["/falls/"]
