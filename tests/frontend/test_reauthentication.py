"""Is it you? With a second factor the password alone is nobody's word."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.models import Patient
from tests.factors import app_code, by_password, leave_codes, with_app
from tests.guests import nobody_tried_before
from tests.people import PASSWORD, make_patient, signed_in

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


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


@pytest.mark.parametrize(
    "address",
    [
        "/ways-in/codes/new/",
        "/ways-in/app/removal/",
        "/ways-in/passkey/",
        "/password/change/",
        "/exports/",
        "/leaving/",
        "/address/",
        "/programs/starting/",
    ],
)
def test_the_last_code_on_paper_lets_anna_in_and_set_it_right_without_another(
    address: str, anna: Patient
) -> None:
    _client, _secret, codes = with_app(anna.user)
    leave_codes(anna.user, 1)
    client = by_password(anna.user)
    client.post("/sign-in/second-step/", {"code": codes[0]})
    assert client.get(address).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        asked = client.post(address).headers["Location"]
    assert asked.startswith("/password/again/code/")


def test_whoever_comes_in_with_one_of_the_last_codes_reads_how_many_are_left(anna: Patient) -> None:
    _client, secret, codes = with_app(anna.user)
    for left, words in (
        (4, ""),
        (3, "2 recovery codes are left. Make new ones now, under More, How I sign in."),
        (2, "1 recovery code is left. Make new ones now"),
        (1, "No recovery codes are left. Make new ones now"),
    ):
        leave_codes(anna.user, left)
        client = by_password(anna.user)
        page = client.post("/sign-in/second-step/", {"code": codes[left - 1]}, follow=True).content.decode()
        assert words in page
        assert ("Make new ones now" in page) == bool(words)
        assert ("Make new ones now." in client.get("/ways-in/").content.decode()) == bool(words)
    client = by_password(anna.user)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        page = client.post("/sign-in/second-step/", {"code": app_code(secret)}, follow=True).content.decode()
    assert "Make new ones now" not in page


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


def test_the_page_names_the_codes_that_anna_has_and_no_other_way(anna: Patient) -> None:
    client, _secret, codes = with_app(anna.user)
    page = client.get("/password/again/code/").content.decode()
    assert "The six digits that your app shows now, or one of your recovery codes." in page
    assert not [words for words in ("Use a", "Use your") if words in page]
    for code in codes:
        by_password(anna.user).post("/sign-in/second-step/", {"code": code})
    page = client.get("/password/again/code/").content.decode()
    assert "The six digits that your app shows now." in page
    assert "recovery code" not in page


def test_each_way_is_named_by_what_the_account_has_in_words_of_ours(anna: Patient) -> None:
    kinds = Authenticator.Type
    assert described(anna) == ["Use your password"]
    for kind, named in (
        (kinds.WEBAUTHN, ["Use a passkey"]),
        (kinds.RECOVERY_CODES, ["Use a passkey", "Use a recovery code"]),
        (kinds.TOTP, ["Use a code of your app, or a recovery code", "Use a passkey"]),
    ):
        Authenticator.objects.create(user=anna.user, type=kind, data={"name": "Mine"})
        assert described(anna) == named
    Authenticator.objects.filter(type=kinds.RECOVERY_CODES).delete()
    assert described(anna) == ["Use a code of your app", "Use a passkey"]


def described(person: Patient) -> list[str]:
    """The ways to say who it is, the first one asked for first."""
    return [str(way["description"]) for way in get_adapter().get_reauthentication_methods(person.user)]


@pytest.mark.parametrize("address", ["/ways-in/app/", "/ways-in/passkey/", "/ways-in/codes/new/"])
def test_whoever_finds_an_open_phone_is_asked_who_they_are_before_a_way_in_is_added(
    address: str, anna: Patient
) -> None:
    answer = signed_in(anna.user).get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/password/again/")
