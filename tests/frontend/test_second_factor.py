"""A stolen password of a therapist shows nobody, and ends what it opened."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.domain.vocabulary import Role, Scope
from accounts.models import Patient, User
from tests.api.client import Program
from tests.factors import app_code, by_password, with_app
from tests.people import PASSWORD, fall, make_account, make_link, make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings: Any) -> None:
    settings.SECOND_FACTOR = True


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


def test_a_therapist_without_a_second_factor_sees_nobody_by_any_door(anna: Patient, settings: Any) -> None:
    theo = make_therapist("Theo")
    make_link(anna, theo, *Scope)
    known, program = fall(anna), Program(theo)
    settings.SECOND_FACTOR = True
    page = signed_in(theo)
    for address in ("/patients/", "/reviews/", f"/patients/{anna.public_id}/"):
        assert page.get(address).headers["Location"] == "/ways-in/", address
    assert "You see nobody" in page.get("/ways-in/").content.decode()
    for address in (f"/falls/{known.public_id}/", f"/rates/?patient={anna.public_id}"):
        assert page.get(address).status_code == 404, address
    assert program.get(f"patients/{anna.public_id}/").status == 404
    assert (program.get("patients/").status, program.get("patients/").code) == (403, "second_factor_required")
    assert program.get("falls/", patient=anna.public_id).status == 404

    page, _secret, _codes = with_app(theo)
    assert "Anna" in page.get("/patients/").content.decode()
    # Where none is asked for, whoever lacks one sees the same again: no question keeps the other answer.
    tina = make_therapist("Tina")
    make_link(anna, tina, Scope.FALLS)
    settings.SECOND_FACTOR = False
    assert "Anna" in signed_in(tina).get("/patients/").content.decode()
    settings.SECOND_FACTOR = True
    assert page.get(f"/falls/{known.public_id}/").status_code == 200
    assert program.get("patients/").status == 401  # made before the second factor
    assert Program(theo).get(f"patients/{anna.public_id}/").status == 200


def test_what_was_opened_with_the_password_alone_ends_with_the_first_factor(anna: Patient) -> None:
    stolen, program = by_password(anna.user), Program(anna.user)
    page, secret, _codes = with_app(anna.user)
    assert stolen.get("/more/").headers["Location"].startswith("/sign-in/")
    assert program.get("falls/").status == 401
    assert page.get("/more/").status_code == 200
    laptop = by_password(anna.user)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        laptop.post("/sign-in/second-step/", {"code": app_code(secret)})
    assert laptop.get("/more/").status_code == 200


@pytest.mark.usefixtures("production")
def test_a_therapist_without_a_second_factor_makes_no_key_for_a_program() -> None:
    theo = make_therapist("Theo")
    typed = {"name": "Script", "scope": "read", "password": PASSWORD}
    answer = signed_in(theo).post("/programs/starting/", typed)
    assert answer.status_code == 422
    assert "Add a passkey or an app" in answer.content.decode()
    assert not theo.api_tokens.exists()


def test_a_program_neither_leaves_nor_takes_private_answers_with_the_password_alone(anna: Patient) -> None:
    with_app(anna.user)
    program = Program(anna.user)
    for path, told in (
        ("account-deletion/", {"password": PASSWORD}),
        ("exports/", {"password": PASSWORD, "private_answers": True}),
    ):
        assert program.post(path, told).code == "second_factor_required", path
    assert not User.objects.get(pk=anna.user.pk).is_leaving


@pytest.mark.usefixtures("production")
def test_a_caregiver_and_a_patient_need_none(anna: Patient) -> None:
    carl, known = make_account("Carl"), fall(anna)
    make_link(anna, carl, Scope.FALLS, role=Role.CAREGIVER)
    assert signed_in(carl).get(f"/falls/{known.public_id}/").status_code == 200
    assert signed_in(anna.user).get(f"/falls/{known.public_id}/").status_code == 200


@pytest.mark.usefixtures("production")
def test_a_therapist_with_an_own_diary_logs_in_it_without_a_second_step() -> None:
    tara = make_patient("Tara")
    tara.user.therapist = make_therapist("Tina").therapist
    tara.user.therapist.user = tara.user
    tara.user.therapist.save()
    assert fall(tara) is not None
    assert "I fell" in signed_in(tara.user).get("/").content.decode()
