"""How I sign in: the app and the recovery codes are set up, shown once and kept encrypted."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from pytest_django.fixtures import Settings

from accounts.models import Patient
from tests.factors import app_code, confirmed, leave_codes, secret_in, with_app
from tests.people import make_account, make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


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


def test_a_new_therapist_reads_both_steps_in_their_order_before_either(settings: Settings) -> None:
    settings.SECOND_FACTOR = True
    theo = make_therapist("Theo")
    EmailAddress.objects.update(verified=False)
    page = signed_in(theo).get("/patients/", follow=True).content.decode()
    first, then = (
        page.index("First confirm your address"),
        page.index("Then come back here and add a passkey"),
    )
    assert page.index("You see nobody") < first < then
    assert theo.email in page
    for address in ("/ways-in/passkey/", "/ways-in/app/"):  # which would send him back
        assert f'href="{address}"' not in page
    EmailAddress.objects.update(verified=True)
    page = signed_in(theo).get("/ways-in/").content.decode()
    assert "confirm your address" not in page
    assert "Add a passkey or an app." in page
    for address in ("/ways-in/passkey/", "/ways-in/app/"):
        assert f'href="{address}"' in page


def test_what_goes_along_with_the_last_way_in_is_said_before_it_goes(
    anna: Patient, settings: Settings
) -> None:
    settings.SECOND_FACTOR = True
    theo = make_therapist("Theo")
    for account, sees_nobody in ((anna.user, False), (theo, True)):
        client, _secret, _codes = with_app(account)
        page = client.get("/ways-in/app/removal/").content.decode()
        assert "your recovery codes go with it" in page
        assert ("You will see nobody" in page) == sees_nobody
        kept = Authenticator.objects.create(
            user=account, type=Authenticator.Type.WEBAUTHN, data={"name": "Mine"}
        )
        removal = f"/ways-in/passkeys/{kept.pk}/removal/"
        for address in (removal, "/ways-in/app/removal/"):
            page = client.get(address).content.decode()
            assert "recovery codes" not in page
            assert "You will see nobody" not in page
        client.post("/ways-in/app/removal/")
        page = client.get(removal).content.decode()
        assert "“Mine” will open nothing here any more." in page
        assert "your recovery codes go with it" in page
        assert ("You will see nobody" in page) == sees_nobody
        client.post(removal)
        assert not Authenticator.objects.filter(user=account).exists()


def test_codes_that_are_used_up_are_said_to_be_and_none_stops_working(anna: Patient) -> None:
    client, _secret, _codes = with_app(anna.user)
    assert "The 10 codes that are left stop working." in client.get("/ways-in/codes/new/").content.decode()
    leave_codes(anna.user, 0)
    assert "No codes are left. Make new ones now." in client.get("/ways-in/").content.decode()
    page = client.get("/ways-in/codes/new/").content.decode()
    assert "Make new codes" in page
    assert "stop" not in page


def test_an_address_that_nobody_confirmed_gets_no_second_step() -> None:
    eve = make_account("Eve", confirmed=False)
    answer = confirmed(signed_in(eve)).get("/ways-in/app/", follow=True)
    assert "Confirm your address first" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_an_app_on_the_phone_itself_is_set_up_by_a_link_or_by_typing_four_letters_at_a_time(
    anna: Patient,
) -> None:
    page = confirmed(signed_in(anna.user)).get("/ways-in/app/").content.decode()
    secret = secret_in(page)
    assert f">{' '.join(secret[at : at + 4] for at in range(0, len(secret), 4))}</strong>" in page
    link = re.search(r'href="(otpauth://totp/[^"]+)">Open it in an app on this phone', page)
    assert link
    assert parse_qs(urlsplit(unescape(link[1])).query)["secret"] == [secret]


def test_the_picture_for_the_app_is_the_same_in_another_tab_until_it_is_used(anna: Patient) -> None:
    client = confirmed(signed_in(anna.user))
    first = secret_in(client.get("/ways-in/app/").content.decode())
    assert secret_in(client.get("/ways-in/app/").content.decode()) == first
    client.post("/ways-in/app/", {"code": app_code(first)})
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
