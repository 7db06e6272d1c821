"""What therapists see of the people who gave them access, and what nobody else does."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.domain.vocabulary import Role, Scope
from accounts.models import AuditEvent, CareLink, Patient, User
from accounts.services.care_links import end_care_link
from logs.models import DirtyMonth
from logs.rates import refresh_rates
from logs.services.falls import withdraw_fall
from tests.people import (
    fall,
    make_account,
    make_clinic,
    make_link,
    make_patient,
    make_therapist,
    near_fall,
    quiet_day,
    quiet_days,
    sent,
    signed_in,
)

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 22, 19, tzinfo=UTC)
BEGAN = datetime(2026, 6, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def theo() -> User:
    return make_therapist()


@pytest.fixture
def anna(theo: User) -> Patient:
    patient = make_patient(began=BEGAN, aids=["rollator"], ms_type="primary_progressive", lives_alone=True)
    make_link(patient, theo)
    return patient


def words(response: Any) -> str:  # what the test client answers has no public type
    return " ".join(response.content.decode().split())


def seen(viewer: User, place: str, *arguments: object, **query: str | int) -> str:
    client, address = signed_in(viewer), reverse(place, args=arguments)
    response = client.post(address, query) if "name" in query else client.get(address, query)
    assert response.status_code == 200
    return words(response)


def pages_of(patient: Patient) -> list[str]:
    return [
        reverse("patient", args=[patient.public_id]),
        reverse("patient_falls", args=[patient.public_id]),
        reverse("patient_diary", args=[patient.public_id, "2026-11"]),
    ]


def reads_of(patient: Patient) -> list[str]:
    trail = AuditEvent.objects.filter(patient_key=patient.user.audit_key, action="read").order_by("pk")
    return list(trail.values_list("subject", flat=True))


@pytest.fixture
def carl() -> User:
    return make_account("Carl")


def test_the_list_says_who_what_and_since_when(carl: User, anna: Patient) -> None:
    make_link(anna, carl, role=Role.CAREGIVER)
    quiet_days(anna, date(2026, 10, 24), date(2026, 11, 13))
    fall(anna, at=datetime(2026, 11, 3, 12, tzinfo=UTC))
    near_fall(anna, at=datetime(2026, 11, 4, 12, tzinfo=UTC))
    page = seen(carl, "patients")
    assert "1 fall and 1 near fall" in page
    assert "21 of 30 days" in page
    assert "<strong>Nothing for 9 days</strong>" in page
    assert "as caregiver" in page
    assert reads_of(anna) == ["summary"]


def test_somebody_without_scope_falls_is_a_name_and_no_more(carl: User) -> None:
    ben = make_patient("Ben", began=BEGAN)
    make_link(ben, carl, Scope.HOME, role=Role.CAREGIVER)
    fall(ben)
    page = seen(carl, "patients")
    assert "Ben" in page
    assert "Falls are not open to you" in page
    assert "1 fall" not in page
    assert reads_of(ben) == []
    assert signed_in(carl).get(pages_of(ben)[0]).status_code == 404


def test_a_clinics_patients_are_listed_once_with_every_way_they_came(theo: User, anna: Patient) -> None:
    clinic = make_clinic(by=theo)
    make_link(anna, theo, clinic=clinic)
    page = seen(theo, "patients")
    assert page.count(f'href="/patients/{anna.public_id}/"') == 1
    assert "Riverside" in page


def test_names_are_found_and_sorted(carl: User, anna: Patient) -> None:
    make_link(anna, carl, role=Role.CAREGIVER)
    for name in ("zoe", "Ben"):
        make_link(make_patient(name), carl, role=Role.CAREGIVER)
    page = seen(carl, "patients")
    assert page.index("Anna") < page.index("Ben") < page.index("zoe")
    found = seen(carl, "patients", name="ZO")
    assert "zoe" in found
    assert "Anna" not in found
    assert "Nobody with “nobody”" in seen(carl, "patients", name="nobody")


def test_a_therapist_finds_by_name_and_reads_when_there_is_nobody(theo: User, anna: Patient) -> None:
    make_link(make_patient("zoe"), theo)
    found = seen(theo, "patients", name="ZO")
    assert "zoe" in found
    assert "Anna" not in found
    assert "Nobody here fits that." in seen(theo, "patients", name="nobody")


def test_a_therapist_who_is_somebodys_caregiver_finds_them_beside_the_caseload(
    theo: User, anna: Patient
) -> None:
    ben = make_patient("Ben", began=BEGAN)
    make_link(ben, theo, Scope.FALLS, role=Role.CAREGIVER)
    assert "Ben" not in seen(theo, "patients")
    assert "People I help as caregiver" in seen(theo, "patients")
    helped = seen(theo, "patients", helped="1")
    assert "Ben" in helped
    assert "Anna" not in helped


@pytest.mark.parametrize(
    "query", [{"page": "-1"}, {"page": "\x00"}, {"page": "9" * 400}, {"q": "\x00"}, {"q": "x" * 500}]
)
def test_nonsense_in_the_address_is_no_error(theo: User, anna: Patient, query: dict[str, str]) -> None:
    assert "Anna" in seen(theo, "patients", **query)


def test_who_has_nobody_reads_what_to_do() -> None:
    assert "Nobody lets you in yet." in seen(make_account(), "patients")


def test_three_hundred_patients_take_twelve_queries_and_fifty_rows_in_the_trail(
    theo: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = User.objects.bulk_create(User(email=f"p{n}@example.org", name=f"P {n:03}") for n in range(300))
    zones = ["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"]
    patients = Patient.objects.bulk_create(
        Patient(user=user, time_zone=zones[n % 3], diary_began_at=BEGAN, diary_began_on=BEGAN.date())
        for n, user in enumerate(people)
    )
    CareLink.objects.bulk_create(
        CareLink(patient=patient, person=theo, role="therapist", scope_falls=True) for patient in patients
    )
    client = signed_in(theo)
    with django_assert_max_num_queries(12):
        page = words(client.get("/patients/"))
    assert "300 people to look at" in page  # nobody of them has written for 7 days
    assert "Page 1 of 6" in page
    assert AuditEvent.objects.filter(actor_key=theo.audit_key, action="read").count() == 50


def test_one_patient_has_a_number_with_its_days_and_what_the_test_says(theo: User, anna: Patient) -> None:
    quiet_days(anna, date(2026, 6, 1), date(2026, 11, 21))
    for day in range(1, 15):
        fall(
            anna,
            at=datetime(2026, 10, day, 12, tzinfo=UTC),
            place="bathroom",
            head_strike="yes",
            care=("clinic",),
        )
    for _done in refresh_rates([anna.pk], now=EVENING):
        pass
    page = seen(theo, "patient", anna.public_id)
    assert "14 falls on 174 days answered. Likely between 1.3 and 4.1." in page
    assert "Above the average of about 1 a month: 14 falls on 174 observed days" in page
    assert "Bathroom, moderate injury, Hopkins grade 3, hit the head" in page
    assert "Rollator" in page
    assert "Primary progressive" in page
    assert "Your own" not in page
    assert reads_of(anna) == ["summary", "symptoms"]


def test_a_patient_without_diary_is_compared_in_words(theo: User, anna: Patient) -> None:
    for _done in refresh_rates([anna.pk], now=EVENING):
        pass
    page = seen(theo, "patient", anna.public_id)
    assert "0 of 174 days answered: too few for a rate yet." in page
    assert "Not enough diary to compare with an average." in page
    assert "figure-number" not in page


def test_notes_are_for_who_may_read_them(theo: User, anna: Patient) -> None:
    tess = make_therapist("Tess")
    make_link(anna, tess, Scope.FALLS, Scope.NOTES)
    fall(anna, note="The rug again")
    for viewer, may_read in ((theo, False), (tess, True)):
        for name in ("patient", "patient_falls"):
            assert ("The rug again" in seen(viewer, name, anna.public_id)) is may_read


def test_falls_are_paged_by_twenty_and_withdrawn_ones_are_out_of_view(theo: User, anna: Patient) -> None:
    falls = [fall(anna, at=EVENING - timedelta(days=days)) for days in range(23)]
    withdraw_fall(fall=falls[0], sent=sent(anna.user))
    assert seen(theo, "patient", anna.public_id).count('class="row"') == 20
    assert seen(theo, "patient_falls", anna.public_id, page=2).count('class="row"') == 2
    assert "Page 2 of 2" in seen(theo, "patient_falls", anna.public_id, page=-1)


def test_the_diary_of_a_patient_leads_to_their_days(theo: User, anna: Patient) -> None:
    quiet_day(anna, date(2026, 11, 20), at=EVENING)
    page = seen(theo, "patient_diary", anna.public_id, "2026-11")
    day = f"/diary/days/2026-11-20/?patient={anna.public_id}"
    assert day in page
    assert "/diary/sweep/" not in page, "looking is not logging"
    response = signed_in(theo).get(day)
    assert "Diary of Anna" in words(response)
    assert "/answer/" not in words(response)
    assert reads_of(anna) == ["diary", "diary"]


def test_the_future_of_a_patients_diary_is_refused_in_words(theo: User, anna: Patient) -> None:
    for month in ("2026-12", "9999-12"):
        assert signed_in(theo).get(reverse("patient_diary", args=[anna.public_id, month])).status_code == 422


def test_strangers_ended_links_and_missing_scopes_find_nothing(theo: User, anna: Patient) -> None:
    home_only = make_therapist("Hanna")
    make_link(anna, home_only, Scope.HOME)
    ended = make_therapist("Ed")
    end_care_link(care_link=make_link(anna, ended), by=anna.user, now=EVENING)
    for viewer in (make_therapist("Una"), home_only, ended, anna.user, make_patient("Ben").user):
        client = signed_in(viewer)
        for url in [*pages_of(anna), f"/diary/days/2026-11-20/?patient={anna.public_id}"]:
            own_day = viewer == anna.user and "days" in url
            assert client.get(url).status_code == (200 if own_day else 404)
    assert signed_in(theo).get(f"/patients/{uuid4()}/").status_code == 404
    assert reads_of(anna) == []


def test_ending_a_link_works_on_the_very_next_request(theo: User, anna: Patient) -> None:
    client, link = signed_in(theo), CareLink.objects.get(patient=anna)
    assert client.get(pages_of(anna)[0]).status_code == 200
    end_care_link(care_link=link, by=anna.user, now=EVENING)
    assert [client.get(url).status_code for url in pages_of(anna)] == [404, 404, 404]
    assert "Anna" not in words(client.get("/patients/"))


def test_a_therapist_who_may_log_carries_a_paper_diary_over(anna: Patient) -> None:
    tess = make_therapist("Tess")
    make_link(anna, tess, Scope.FALLS, Scope.LOG)
    client, url = signed_in(tess), reverse("diary_beginning", args=[anna.public_id])
    assert "Carry over a paper diary" in seen(tess, "patient", anna.public_id)
    for day, said in (
        ("", "Choose the first day."),
        ("2026-06-02", "This is after the day of joining."),
        ("1850-01-01", "more than five years before the day of joining"),
    ):
        response = client.post(url, {"day": day})
        assert response.status_code == 422
        assert said in words(response)
        assert f'value="{day}"' in words(response) or not day
    page = words(client.post(url, {"day": "2026-05-04"}, follow=True))
    assert "The diary now begins on Monday 4 May 2026." in page
    anna.refresh_from_db()
    assert anna.diary_began_on == date(2026, 5, 4)
    assert DirtyMonth.objects.filter(patient=anna, first=date(2026, 5, 1)).exists()
    assert "You can move it again, up to the day of joining." in page
    page = words(client.post(url, {"day": "2026-06-01"}, follow=True))
    assert "The diary now begins on Monday 1 June 2026." in page


def test_who_is_no_therapist_or_may_not_log_moves_no_beginning(theo: User, anna: Patient) -> None:
    carl = make_account("Carl")
    make_link(anna, carl, Scope.FALLS, Scope.LOG, role=Role.CAREGIVER)
    for viewer in (theo, carl, anna.user, make_therapist("Una")):
        url = reverse("diary_beginning", args=[anna.public_id])
        assert signed_in(viewer).post(url, {"day": "2026-05-04"}).status_code == 404
    anna.refresh_from_db()
    assert anna.diary_began_on == BEGAN.date()
