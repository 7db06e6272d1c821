"""After the password comes a code, and every code works once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from accounts.models import Patient
from tests.factors import app_code, by_password, with_app
from tests.guests import nobody_tried_before
from tests.letters import link_in, send_all
from tests.people import make_patient, make_therapist, signed_in
from tests.servers.smtp import SmtpBox

__all__ = ["nobody_tried_before"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


def test_after_the_password_comes_the_code_of_the_app() -> None:
    theo = make_therapist("Theo")
    _client, secret, _codes = with_app(theo)
    client = by_password(theo)
    assert client.get("/patients/").status_code == 302
    # Nobody without a passkey is offered one.
    assert "passkey" not in client.get("/sign-in/second-step/").content.decode().lower()
    wrong = client.post("/sign-in/second-step/", {"code": "000000"})
    assert wrong.status_code == 422
    assert "This did not work" in wrong.content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert client.post("/sign-in/second-step/", {"code": app_code(secret)}).status_code == 302
    assert client.get("/patients/").status_code == 200


def test_a_recovery_code_opens_once() -> None:
    theo = make_therapist("Theo")
    _client, _secret, codes = with_app(theo)
    assert len(codes) == 10
    assert by_password(theo).post("/sign-in/second-step/", {"code": codes[0]}).status_code == 302
    assert by_password(theo).post("/sign-in/second-step/", {"code": codes[0]}).status_code == 422


def test_a_code_of_the_app_opens_once_for_as_long_as_it_is_taken() -> None:
    theo = make_therapist("Theo")
    _client, secret, _codes = with_app(theo)
    now = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        code = app_code(secret)
        assert by_password(theo).post("/sign-in/second-step/", {"code": code}).status_code == 302
    with time_machine.travel(now + timedelta(seconds=31), tick=False):
        assert by_password(theo).post("/sign-in/second-step/", {"code": code}).status_code == 422


def test_the_code_that_set_the_app_up_signs_nobody_in() -> None:
    theo = make_therapist("Theo")
    with time_machine.travel(datetime(2026, 5, 4, 9, 0, tzinfo=UTC), tick=False):
        _client, secret, _codes = with_app(theo)
        answer = by_password(theo).post("/sign-in/second-step/", {"code": app_code(secret)})
    assert answer.status_code == 422


@pytest.mark.usefixtures("nobody_tried_before")
def test_wrong_codes_are_counted_and_after_five_the_right_one_waits(anna: Patient) -> None:
    _client, _secret, codes = with_app(anna.user)
    thief = by_password(anna.user)
    for _try in range(5):
        assert "This did not work" in thief.post("/sign-in/second-step/", {"code": "000000"}).content.decode()
    assert "Too many tries" in thief.post("/sign-in/second-step/", {"code": codes[0]}).content.decode()


def test_a_session_between_the_password_and_the_second_step_is_forgotten_soon() -> None:
    theo = make_therapist("Theo")
    with_app(theo)
    client = by_password(theo)
    assert "_auth_user_id" not in client.session
    assert client.session.get_expiry_age() <= 15 * 60


def test_a_new_password_by_mail_leads_around_no_second_step(smtp_box: SmtpBox) -> None:
    theo, client = make_therapist("Theo"), Client()
    with_app(theo)
    client.post("/password/forgotten/", {"email": theo.email})
    send_all()
    form = client.get(link_in(smtp_box, "/password/new/"), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "a gate made of ash"})
    assert client.get("/patients/").status_code == 302
    client.post("/sign-in/", {"login": theo.email, "password": "a gate made of ash"})
    assert client.get("/patients/").status_code == 302
    assert client.get("/sign-in/second-step/").status_code == 200


def test_whoever_lost_the_phone_reads_what_is_left_to_do(anna: Patient) -> None:
    _client, _secret, codes = with_app(anna.user)
    here = signed_in(anna.user)  # not asked lately
    for client, address in (
        (by_password(anna.user), "/sign-in/second-step/"),
        (here, "/password/again/code/"),
    ):
        page = client.get(address).content.decode()
        assert "Type one of your recovery codes" in page, address
        assert "Ask your clinic, or whoever runs Footing for you." in page, address
        assert "may have a passkey" not in page, address
    for code in codes:
        by_password(anna.user).post("/sign-in/second-step/", {"code": code})
    Authenticator.objects.create(user=anna.user, type=Authenticator.Type.WEBAUTHN, data={"name": "Mine"})
    page = here.get("/password/again/code/").content.decode()
    assert "may have a passkey" in page
    assert "Type one of your recovery codes" not in page
