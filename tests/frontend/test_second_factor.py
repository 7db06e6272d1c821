"""A stolen password of a therapist shows nobody, and every second step works once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from accounts.domain.vocabulary import Role, Scope
from accounts.models import AccountMail, Patient, User
from tests.api.client import Program
from tests.factors import app_code, confirmed, secret_in, with_app
from tests.guests import nobody_tried_before
from tests.letters import link_in, send_all
from tests.people import PASSWORD, fall, make_account, make_link, make_patient, make_therapist, signed_in
from tests.servers.smtp import SmtpBox

__all__ = ["nobody_tried_before"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings: Any) -> None:
    settings.SECOND_FACTOR = True


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


def sign_in(account: User) -> Client:
    """With the password, and no further."""
    client = Client()
    client.post("/sign-in/", {"login": account.email, "password": PASSWORD})
    return client


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
    stolen, program = sign_in(anna.user), Program(anna.user)
    page, secret, _codes = with_app(anna.user)
    assert stolen.get("/more/").headers["Location"].startswith("/sign-in/")
    assert program.get("falls/").status == 401
    assert page.get("/more/").status_code == 200
    laptop = sign_in(anna.user)
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


def test_a_key_is_made_by_the_second_step_and_no_password_is_asked(anna: Patient) -> None:
    _client, secret, codes = with_app(anna.user)
    client = signed_in(anna.user)  # not asked lately
    typed = {"name": "Script", "scope": "read", "password": PASSWORD}
    asked = client.post("/programs/starting/", typed)
    assert asked.headers["Location"].startswith("/password/again/code/")
    form = client.post(asked.headers["Location"], {"code": codes[0]}, follow=True).content.decode()
    assert not anna.user.api_tokens.exists()
    assert 'type="password"' not in form
    assert "Copy" in client.post("/programs/starting/", typed).content.decode()
    assert anna.user.api_tokens.count() == 1
    assert secret


@pytest.mark.parametrize(
    "address",
    [
        "/ways-in/app/removal/",
        "/leaving/",
        "/exports/",
        "/sessions/ending/",
        "/address/",
        "/password/change/",
    ],
)
def test_a_stolen_password_is_nobodys_word_where_there_is_a_second_factor(
    address: str, anna: Patient
) -> None:
    _client, _secret, codes = with_app(anna.user)
    client = signed_in(anna.user)
    asked = client.post(address).headers["Location"]
    assert asked.startswith("/password/again/code/")
    refused = client.post("/password/again/", {"password": PASSWORD})
    assert refused.headers["Location"].startswith("/password/again/code/")
    assert client.post(address).headers["Location"].startswith("/password/again/code/")
    assert client.post("/password/again/code/", {"code": codes[0]}).headers["Location"] == "/"
    assert not client.post(address).headers.get("Location", "").startswith("/password/again/")


def test_a_program_neither_leaves_nor_takes_private_answers_with_the_password_alone(anna: Patient) -> None:
    with_app(anna.user)
    program = Program(anna.user)
    for path, told in (
        ("account-deletion/", {"password": PASSWORD}),
        ("exports/", {"password": PASSWORD, "private_answers": True}),
    ):
        assert program.post(path, told).code == "second_factor_required", path
    assert not User.objects.get(pk=anna.user.pk).is_leaving


def test_the_code_that_set_the_app_up_signs_nobody_in() -> None:
    theo = make_therapist("Theo")
    with time_machine.travel(datetime(2026, 5, 4, 9, 0, tzinfo=UTC), tick=False):
        _client, secret, _codes = with_app(theo)
        answer = sign_in(theo).post("/sign-in/second-step/", {"code": app_code(secret)})
    assert answer.status_code == 422


def test_a_browser_that_only_asked_for_the_options_is_forgotten_soon() -> None:
    client = Client()
    client.get("/sign-in/passkey/options/")
    assert client.session.get_expiry_age() <= 15 * 60


def test_a_session_between_the_password_and_the_second_step_is_forgotten_soon() -> None:
    theo = make_therapist("Theo")
    with_app(theo)
    client = sign_in(theo)
    assert "_auth_user_id" not in client.session
    assert client.session.get_expiry_age() <= 15 * 60


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


def test_after_the_password_comes_the_code_of_the_app() -> None:
    theo = make_therapist("Theo")
    _client, secret, _codes = with_app(theo)
    client = sign_in(theo)
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
    assert sign_in(theo).post("/sign-in/second-step/", {"code": codes[0]}).status_code == 302
    assert sign_in(theo).post("/sign-in/second-step/", {"code": codes[0]}).status_code == 422


def test_whoever_lost_the_phone_reads_what_is_left_to_do(anna: Patient) -> None:
    _client, _secret, codes = with_app(anna.user)
    here = signed_in(anna.user)  # not asked lately
    for client, address in ((sign_in(anna.user), "/sign-in/second-step/"), (here, "/password/again/code/")):
        page = client.get(address).content.decode()
        assert "Type one of your recovery codes" in page, address
        assert "Ask your clinic, or whoever runs Footing for you." in page, address
        assert "may have a passkey" not in page, address
    for code in codes:
        sign_in(anna.user).post("/sign-in/second-step/", {"code": code})
    Authenticator.objects.create(user=anna.user, type=Authenticator.Type.WEBAUTHN, data={"name": "Mine"})
    page = here.get("/password/again/code/").content.decode()
    assert "may have a passkey" in page
    assert "Type one of your recovery codes" not in page


def test_a_code_of_the_app_opens_once_for_as_long_as_it_is_taken() -> None:
    theo = make_therapist("Theo")
    _client, secret, _codes = with_app(theo)
    now = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        code = app_code(secret)
        assert sign_in(theo).post("/sign-in/second-step/", {"code": code}).status_code == 302
    with time_machine.travel(now + timedelta(seconds=31), tick=False):
        assert sign_in(theo).post("/sign-in/second-step/", {"code": code}).status_code == 422


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


def test_recovery_codes_are_shown_once(anna: Patient) -> None:
    client, _secret, codes = with_app(anna.user)
    again = client.get("/ways-in/codes/").content.decode()
    assert not any(code in again for code in codes)
    assert "10 codes are left" in client.get("/ways-in/").content.decode()


def test_no_secret_lies_in_the_database_as_it_is(anna: Patient) -> None:
    _client, secret, codes = with_app(anna.user)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not any(code in kept for code in codes)


@pytest.mark.parametrize("address", ["/ways-in/app/", "/ways-in/passkey/", "/ways-in/codes/new/"])
def test_whoever_finds_an_open_phone_is_asked_who_they_are_before_a_way_in_is_added(
    address: str, anna: Patient
) -> None:
    answer = signed_in(anna.user).get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/password/again/")


def test_an_address_that_nobody_confirmed_gets_no_second_step() -> None:
    eve = make_account("Eve", confirmed=False)
    answer = confirmed(signed_in(eve)).get("/ways-in/app/", follow=True)
    assert "Confirm your address first" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_rubbish_instead_of_a_passkey_is_refused_and_no_fault(anna: Patient) -> None:
    rubbish = (
        "", "x", "{", "{}", "[1]", "5", "null", "[" * 9000, '{"response": {}}',
        '{"response": {"userHandle": 5}}',
        '{"response": {"userHandle": "x"}, "id": "AA"}', '{"response": "' + "x" * 30_000 + '"}',
    )  # fmt: skip
    client, _secret, _codes = with_app(anna.user)
    waiting = sign_in(anna.user)
    for number, told in enumerate(({}, *({"credential": said} for said in rubbish))):
        assert Client(REMOTE_ADDR=f"192.0.2.{number}").post("/sign-in/passkey/", told).status_code in (
            302,
            422,
        ), told
        assert client.post("/ways-in/passkey/", {"name": "Mine", **told}).status_code == 422, told
        assert waiting.post("/sign-in/second-step/", told).status_code in (302, 422, 429), told
        assert client.post("/password/again/passkey/", told).status_code in (302, 422), told


def test_the_options_of_a_passkey_name_nobody() -> None:
    told = Client().get("/sign-in/passkey/options/")
    assert set(told.json()["request_options"]["publicKey"]) >= {"challenge", "rpId"}
    assert not told.json()["request_options"]["publicKey"].get("allowCredentials")
    assert "no-store" in told.headers["Cache-Control"]


def test_nobody_removes_a_passkey_of_somebody_else(
    anna: Patient, django_assert_max_num_queries: Callable[..., object]
) -> None:
    kept = Authenticator.objects.create(
        user=anna.user, type=Authenticator.Type.WEBAUTHN, data={"name": "Mine"}
    )
    eve = confirmed(signed_in(make_account("Eve")))
    for what in ("removal", "name"):
        assert eve.post(f"/ways-in/passkeys/{kept.pk}/{what}/", {"name": "Hers"}).status_code == 404
    assert Authenticator.objects.filter(pk=kept.pk).exists()


@pytest.mark.usefixtures("nobody_tried_before")
def test_wrong_codes_are_counted_and_after_five_the_right_one_waits(anna: Patient) -> None:
    _client, _secret, codes = with_app(anna.user)
    thief = sign_in(anna.user)
    for _try in range(5):
        assert "This did not work" in thief.post("/sign-in/second-step/", {"code": "000000"}).content.decode()
    assert "Too many tries" in thief.post("/sign-in/second-step/", {"code": codes[0]}).content.decode()


@pytest.mark.usefixtures("nobody_tried_before")
def test_nobody_fills_the_table_of_sessions_by_asking_for_options() -> None:
    client = Client()
    assert {client.get("/sign-in/passkey/options/").status_code for _look in range(60)} == {200}
    assert client.get("/sign-in/passkey/options/").status_code == 429


def test_whoever_has_a_passkey_alone_is_asked_for_it_and_not_for_a_code_on_paper(
    anna: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda _user: [])
    for kind in (Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=anna.user, type=kind, data={"name": "Mine"})
    client = signed_in(anna.user)
    asked = client.post("/leaving/").headers["Location"]
    assert asked.startswith("/password/again/passkey/?next=")
    refused = client.post(asked, {"credential": "rubbish"})
    assert refused.status_code == 422
    assert "That did not work" in refused.content.decode()
    assert 'name="next" value="/leaving/"' in refused.content.decode()


def test_one_change_of_factors_is_one_mail(
    anna: Patient, smtp_box: SmtpBox, django_capture_on_commit_callbacks: Any
) -> None:
    client, _secret, _codes = with_app(anna.user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/ways-in/app/removal/")
    assert not Authenticator.objects.exists()
    assert AccountMail.objects.filter(kind="factors_changed").count() == 1


def test_the_picture_for_the_app_is_the_same_in_another_tab_until_it_is_used(anna: Patient) -> None:
    client = confirmed(signed_in(anna.user))
    first = secret_in(client.get("/ways-in/app/").content.decode())
    assert secret_in(client.get("/ways-in/app/").content.decode()) == first
    client.post("/ways-in/app/", {"code": app_code(first)})
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
