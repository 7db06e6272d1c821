"""Clinics, and that leaving one ends what it gave."""

import pytest
from django.test import Client

from accounts.models import Clinic, ClinicMember, Patient, User
from tests.people import make_account, make_clinic, make_link, make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db


def code_of(clinic: Clinic, manager: User) -> str:
    return str(signed_in(manager).post(f"/clinics/{clinic.public_id}/invitation/").context["code"])


def joined(clinic: Clinic, manager: User, name: str) -> tuple[User, Client]:
    account = make_therapist(name)
    client = signed_in(account)
    client.post("/clinics/joining/", {"code": code_of(clinic, manager)})
    return account, client


def test_theo_starts_a_clinic_and_manages_it() -> None:
    theo = make_therapist("Theo")
    answer = signed_in(theo).post("/clinics/", {"name": "Riverside"}, follow=True)
    assert b"Manages the clinic" in answer.content
    assert Clinic.objects.managed_by(theo).get().name == "Riverside"


@pytest.mark.parametrize("name", ["", "\x00", "x" * 121, "two\nlines"])
def test_a_clinic_needs_a_name(name: str) -> None:
    assert signed_in(make_therapist("Theo")).post("/clinics/", {"name": name}).status_code == 422


def test_tara_joins_by_a_code_and_sees_the_clinics_patients() -> None:
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    anna = make_patient("Anna")
    make_link(anna, theo, clinic=clinic)
    tara, client = joined(clinic, theo, "Tara")
    assert Patient.objects.visible_to(tara).get() == anna
    client.post(f"/clinics/{clinic.public_id}/members/{tara.public_id}/leaving/")
    assert not Patient.objects.visible_to(tara).exists()
    assert Patient.objects.visible_to(theo).get() == anna


def test_a_code_for_a_colleague_works_once() -> None:
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    code = code_of(clinic, theo)
    assert signed_in(make_therapist("Tara")).post("/clinics/joining/", {"code": code}).status_code == 302
    again = signed_in(make_therapist("Una")).post("/clinics/joining/", {"code": code})
    assert again.status_code == 422
    assert b"This code is not valid" in again.content


def test_a_member_neither_invites_nor_removes_nor_promotes() -> None:
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    tara, client = joined(clinic, theo, "Tara")
    address = f"/clinics/{clinic.public_id}/"
    assert b"Invite a colleague" not in client.get(address).content
    assert client.post(f"{address}invitation/").status_code == 404
    assert client.post(f"{address}members/{theo.public_id}/leaving/").status_code == 404
    assert client.post(f"{address}members/{tara.public_id}/manager/").status_code == 404


def test_a_manager_shares_the_work_and_may_then_leave() -> None:
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    tara, _client = joined(clinic, theo, "Tara")
    client = signed_in(theo)
    members = f"/clinics/{clinic.public_id}/members/"
    stuck = client.post(f"{members}{theo.public_id}/leaving/", follow=True)
    assert b"the only one who can manage" in stuck.content
    client.post(f"{members}{tara.public_id}/manager/")
    client.post(f"{members}{theo.public_id}/leaving/")
    assert list(Clinic.objects.managed_by(tara)) == [clinic]
    assert client.get(f"/clinics/{clinic.public_id}/").status_code == 404


def test_a_manager_takes_a_colleague_out() -> None:
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    tara, _client = joined(clinic, theo, "Tara")
    address = f"/clinics/{clinic.public_id}/members/{tara.public_id}/leaving/"
    assert b"no longer sees its patients" in signed_in(theo).post(address, follow=True).content
    assert not ClinicMember.objects.current().filter(account=tara).exists()
    assert signed_in(theo).post(address).status_code == 404


def test_another_clinic_and_people_who_are_no_therapists_find_nothing() -> None:
    clinic = make_clinic(by=make_therapist("Theo"))
    stranger = signed_in(make_therapist("Una"))
    assert stranger.get(f"/clinics/{clinic.public_id}/").status_code == 404
    for address in ("/clinics/", "/clinics/joining/", f"/clinics/{clinic.public_id}/"):
        assert signed_in(make_account("Carl")).get(address).status_code == 404


def test_the_eleventh_code_for_colleagues_has_to_wait() -> None:
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    for _code in range(10):
        code_of(clinic, theo)
    answer = signed_in(theo).post(f"/clinics/{clinic.public_id}/invitation/", follow=True)
    assert b"many codes in the last hour" in answer.content


def test_managers_name_who_is_responsible_when_a_patient_is_hurt_by_somebody() -> None:
    theo = make_therapist("Theo")
    address = f"/clinics/{make_clinic(by=theo).public_id}/"
    client = signed_in(theo)
    assert b"Please name somebody below." in client.get(address).content
    saved = client.post(f"{address}responsible/", {"responsible": "  Dr Okoye, 555 0101 "}, follow=True)
    assert Clinic.objects.get().responsible == "Dr Okoye, 555 0101"
    assert b"Saved." in saved.content
    assert b"Please name somebody below." not in saved.content
    client.post(f"{address}responsible/", {"responsible": ""})
    assert b"Please name somebody below." in client.get(address).content


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("x" * 201, "Keep it to 200 characters"),
        ("two\nlines", "Keep it to one line."),
        ("\x00", "cannot be kept"),
    ],
)
def test_what_cannot_be_kept_of_them_is_refused_in_words(words: str, told: str) -> None:
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    refused = signed_in(theo).post(f"/clinics/{clinic.public_id}/responsible/", {"responsible": words})
    assert refused.status_code == 422
    assert told in refused.content.decode()
    assert Clinic.objects.get().responsible == ""


def test_members_read_who_is_responsible_and_change_nothing() -> None:
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    _tara, client = joined(clinic, theo, "Tara")
    address = f"/clinics/{clinic.public_id}/"
    shown = client.get(address).content
    assert b"Nobody is named yet. Ask whoever manages the clinic." in shown
    assert b"Please name somebody below." not in shown
    assert client.post(f"{address}responsible/", {"responsible": "Tara"}).status_code == 404
    signed_in(theo).post(f"{address}responsible/", {"responsible": "Dr Okoye, 555 0101"})
    assert b"Dr Okoye, 555 0101" in client.get(address).content
