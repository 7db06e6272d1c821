"""Passkeys: what a browser is asked, what rubbish is answered, and whose they are."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import Patient
from tests.factors import by_password, confirmed, leave_codes, with_app
from tests.guests import nobody_tried_before
from tests.people import make_account, make_patient, signed_in

__all__ = ["nobody_tried_before"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


def test_the_options_of_a_passkey_name_nobody() -> None:
    told = Client().get("/sign-in/passkey/options/")
    assert set(told.json()["request_options"]["publicKey"]) >= {"challenge", "rpId"}
    assert not told.json()["request_options"]["publicKey"].get("allowCredentials")
    assert "no-store" in told.headers["Cache-Control"]


def test_a_browser_that_only_asked_for_the_options_is_forgotten_soon() -> None:
    client = Client()
    client.get("/sign-in/passkey/options/")
    assert client.session.get_expiry_age() <= 15 * 60


@pytest.mark.usefixtures("nobody_tried_before")
def test_nobody_fills_the_table_of_sessions_by_asking_for_options() -> None:
    client = Client()
    assert {client.get("/sign-in/passkey/options/").status_code for _look in range(60)} == {200}
    assert client.get("/sign-in/passkey/options/").status_code == 429


def test_rubbish_instead_of_a_passkey_is_refused_and_no_fault(anna: Patient) -> None:
    rubbish = (
        "", "x", "{", "{}", "[1]", "5", "null", "[" * 9000, '{"response": {}}',
        '{"response": {"userHandle": 5}}',
        '{"response": {"userHandle": "x"}, "id": "AA"}', '{"response": "' + "x" * 30_000 + '"}',
    )  # fmt: skip
    client, _secret, _codes = with_app(anna.user)
    waiting = by_password(anna.user)
    for number, told in enumerate(({}, *({"credential": said} for said in rubbish))):
        assert Client(REMOTE_ADDR=f"192.0.2.{number}").post("/sign-in/passkey/", told).status_code in (
            302,
            422,
        ), told
        assert client.post("/ways-in/passkey/", {"name": "Mine", **told}).status_code == 422, told
        assert waiting.post("/sign-in/second-step/", told).status_code in (302, 422, 429), told
        assert client.post("/password/again/passkey/", told).status_code in (302, 422), told


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


def test_whoever_has_a_passkey_and_codes_on_paper_meets_the_passkey_first(
    anna: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda _user: [])
    for kind in (Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=anna.user, type=kind, data={"name": "Mine"})
    page = by_password(anna.user).get("/sign-in/second-step/").content.decode()
    passkey = page.index('class="button">Use my passkey')
    assert passkey < page.index("Or one of your recovery codes") < page.index('name="code"')
    assert page.count('class="button">') == 1
    leave_codes(anna.user, 0)
    page = by_password(anna.user).get("/sign-in/second-step/").content.decode()
    assert 'class="button">Use my passkey' in page
    assert "Or one of your recovery codes" not in page
    assert 'name="code"' not in page


def test_whoever_has_a_passkey_and_no_code_is_not_asked_for_a_code(
    anna: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda _user: [])
    Authenticator.objects.create(user=anna.user, type=Authenticator.Type.WEBAUTHN, data={"name": "Mine"})
    page = by_password(anna.user).get("/sign-in/second-step/").content.decode()
    assert "Use my passkey" in page
    assert 'name="code"' not in page
    assert "recovery codes" not in page
