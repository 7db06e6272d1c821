"""When, where and doing what: small pictures with their numbers, falls and near falls apart."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.domain.vocabulary import Role, Scope
from accounts.models import AuditEvent, Patient
from logs.domain.vocabulary import Activity, Place, Precision
from tests.people import fall, make_link, make_patient, make_therapist, near_fall, signed_in

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def anna() -> Patient:
    """Two falls in the bathroom at 9 and 21 in Berlin, one on some day; a near fall on the stairs."""
    anna = make_patient()
    fall(anna, at=datetime(2026, 11, 20, 8, tzinfo=UTC), place=Place.BATHROOM, activity=Activity.TURNING)
    fall(anna, at=datetime(2026, 11, 19, 20, tzinfo=UTC), place=Place.BATHROOM)
    fall(anna, at=datetime(2026, 11, 18, 11, tzinfo=UTC), precision=Precision.DAY)
    near_fall(anna, at=datetime(2026, 11, 20, 2, tzinfo=UTC), place=Place.STAIRS)
    return anna


def own(anna: Patient) -> str:
    response = signed_in(anna.user).get(reverse("patterns"))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def words_of(page: str, picture: str) -> str:
    """What a drawing says to those who do not see it."""
    return page.partition(f'<desc id="{picture}-words">')[2].partition("</desc>")[0]


def test_falls_are_counted_by_part_of_day_place_and_what_was_going_on(anna: Patient) -> None:
    page = own(anna)
    assert "3 falls." in page
    assert words_of(page, "fall-when") == "Night: 0, Morning: 1, Afternoon: 0, Evening: 1"
    assert words_of(page, "fall-where") == "Bathroom: 2"
    assert words_of(page, "fall-doing") == "Turning round: 1"
    assert '<th scope="row">Bathroom</th><td>2</td>' in page


def test_what_was_not_told_is_said_and_is_no_bar(anna: Patient) -> None:
    page = own(anna)
    assert page.count("Not answered for 1.") == 3  # the day of a fall, its place, what the near fall was
    assert "Not answered for 2." in page


def test_near_falls_stand_apart(anna: Patient) -> None:
    page = own(anna)
    assert "1 near fall." in page
    assert words_of(page, "near_fall-where") == "Stairs: 1"
    assert words_of(page, "near_fall-when") == "Night: 1, Morning: 0, Afternoon: 0, Evening: 0"


def test_whoever_never_fell_reads_so_without_empty_pictures() -> None:
    page = own(make_patient())
    assert "No falls." in page
    assert "<svg viewBox" not in page.partition("<h1>")[2].replace('viewBox="0 0 24 24"', "")


def test_a_fall_from_before_the_diary_or_from_long_ago_is_not_in_the_pictures() -> None:
    long_ago = make_patient(began=NOON - timedelta(days=1_000))
    fall(long_ago, at=NOON - timedelta(days=731), place=Place.STREET)
    fall(long_ago, at=NOON - timedelta(days=729), place=Place.KITCHEN)
    assert words_of(own(long_ago), "fall-where") == "Kitchen: 1"
    new = make_patient()
    fall(new, at=NOON - timedelta(days=61), made_at=NOON, place=Place.STREET)
    assert "No falls." in own(new)


def test_a_therapist_sees_them_and_that_is_written_down(anna: Patient) -> None:
    theo = make_therapist()
    make_link(anna, theo, Scope.FALLS)
    page = signed_in(theo).get(reverse("patient_patterns", args=[anna.public_id])).content.decode()
    assert words_of(page, "fall-where") == "Bathroom: 2"
    assert AuditEvent.objects.filter(actor_key=theo.audit_key, action="read", subject="falls").count() == 1


def test_a_therapist_without_falls_and_a_caregiver_meet_nothing(anna: Patient) -> None:
    theo, carl = make_therapist(), make_therapist("Carl")
    make_link(anna, theo, Scope.SYMPTOMS, Scope.HOME)
    make_link(anna, carl, Scope.FALLS, role=Role.CAREGIVER)
    for somebody in (theo, carl):
        address = reverse("patient_patterns", args=[anna.public_id])
        assert signed_in(somebody).get(address).status_code == 404


def test_many_falls_cost_no_more_queries(
    anna: Patient, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for days in range(30):
        fall(anna, at=NOON - timedelta(days=days, hours=3), place=Place.GARDEN_OR_DRIVE)
    client = signed_in(anna.user)
    with django_assert_max_num_queries(8):
        client.get(reverse("patterns"))
