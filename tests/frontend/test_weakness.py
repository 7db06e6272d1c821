"""Where weakness comes from: set by a therapist, with who and when, and by nobody else."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from accounts.domain.vocabulary import Role, Scope
from accounts.models import AuditEvent, Patient, User
from caseload.models import WeaknessOrigin
from tests.people import make_caregiver, make_clinic, make_link, make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


def theo_of(anna: Patient, *scopes: Scope, name: str = "Theo") -> User:
    theo = make_therapist(name)
    make_link(anna, theo, *scopes)
    return theo


def address(anna: Patient) -> str:
    return reverse("patient_weakness", args=[anna.public_id])


def found_by(client: Client, anna: Patient, origin: str, op_id: object = None) -> int:
    told = {"origin": origin, "op_id": op_id or uuid4()}
    return client.post(address(anna), told).status_code


def read(client: Client, page: str) -> str:
    response = client.get(page)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_therapist_sets_it_and_the_page_says_what_who_and_when(anna: Patient) -> None:
    client = signed_in(theo_of(anna, Scope.FALLS, Scope.SYMPTOMS))
    patients_page = reverse("patient", args=[anna.public_id])
    assert "<dt>Weakness comes from</dt><dd>Not set yet</dd>" in read(client, patients_page)
    assert "Nothing is set yet." in read(client, address(anna))
    assert found_by(client, anna, "disuse") == 302
    assert "<dt>Weakness comes from</dt><dd>Disuse. Set today by Theo" in read(client, patients_page)


def test_an_earlier_finding_is_kept_below_the_newest(anna: Patient) -> None:
    theo, tara = theo_of(anna, Scope.SYMPTOMS), theo_of(anna, Scope.SYMPTOMS, name="Tara")
    assert found_by(signed_in(theo), anna, "disease") == 302
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        client = signed_in(tara)
        assert found_by(client, anna, "both") == 302
        page = read(client, address(anna))
    assert page.index('Both</strong><span class="soft">Set today by Tara') < page.index(
        'The disease</strong><span class="soft">Set yesterday by Theo'
    )


def test_a_second_press_is_the_same_finding(anna: Patient) -> None:
    client, op_id = signed_in(theo_of(anna, Scope.SYMPTOMS)), uuid4()
    for origin in ("unknown", "both"):
        assert found_by(client, anna, origin, op_id) == 302
    assert WeaknessOrigin.objects.get().origin == "unknown"


@pytest.mark.parametrize("origin", ["", "age", "\0"])
def test_what_is_none_of_the_four_is_refused_beside_the_field(anna: Patient, origin: str) -> None:
    client = signed_in(theo_of(anna, Scope.SYMPTOMS))
    response = client.post(address(anna), {"origin": origin, "op_id": uuid4()})
    assert response.status_code == 422
    assert "Choose one of these." in response.content.decode()
    assert not WeaknessOrigin.objects.exists()


def test_nobody_but_a_therapist_who_sees_symptoms_finds_it(anna: Patient) -> None:
    carl = make_caregiver(anna, "Carl", Scope.FALLS, Scope.SYMPTOMS, Scope.LOG)
    eve = make_therapist("Eve")
    link = make_link(anna, eve, Scope.SYMPTOMS)
    link.ended_at = NOON
    link.save()
    for somebody in (anna.user, carl, eve, theo_of(anna, Scope.FALLS), make_therapist()):
        client = signed_in(somebody)
        assert client.get(address(anna)).status_code == 404
        assert found_by(client, anna, "both") == 404
    assert not WeaknessOrigin.objects.exists()


def test_a_caregiver_with_symptoms_and_a_therapist_without_do_not_read_it_on_the_patients_page(
    anna: Patient,
) -> None:
    found_by(signed_in(theo_of(anna, Scope.SYMPTOMS)), anna, "disuse")
    tara, carl = theo_of(anna, Scope.FALLS), make_caregiver(anna, "Carl", Scope.FALLS, Scope.SYMPTOMS)
    for somebody in (tara, carl):
        assert "Weakness comes from" not in read(
            signed_in(somebody), reverse("patient", args=[anna.public_id])
        )


def test_a_caregivers_symptoms_do_not_open_it_to_the_therapist_that_they_also_are(anna: Patient) -> None:
    both = make_therapist()
    make_link(anna, both, Scope.FALLS, clinic=make_clinic(by=both))
    make_link(anna, both, Scope.SYMPTOMS, role=Role.CAREGIVER)
    assert signed_in(both).get(address(anna)).status_code == 404


def test_setting_and_reading_it_are_in_the_trail(anna: Patient) -> None:
    theo = theo_of(anna, Scope.FALLS, Scope.SYMPTOMS)
    client = signed_in(theo)
    found_by(client, anna, "both")
    read(client, reverse("patient", args=[anna.public_id]))
    done = AuditEvent.objects.filter(actor_key=theo.audit_key, subject="symptoms")
    assert set(done.values_list("action", flat=True)) == {"wrote", "read"}
    assert done.get(action="wrote").subject_key == WeaknessOrigin.objects.get().public_id


def test_the_database_knows_the_four_origins(anna: Patient) -> None:
    with pytest.raises(IntegrityError):
        WeaknessOrigin.objects.create(patient=anna, op_id=uuid4(), origin="age")
