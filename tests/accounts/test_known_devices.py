"""A stranger who guesses Anna's password must not keep Anna out of her own diary."""

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services.devices import KNOWN_FOR, MARKS_KEPT
from tests.guests import nobody_tried_before
from tests.letters import link_in, send_all
from tests.people import PASSWORD, make_account
from tests.servers.smtp import SmtpBox

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]

NEW = "a gate made of ash"


def sign_in(client: Client, account: User, password: str = PASSWORD) -> bool:
    client.post("/sign-in/", {"login": account.email, "password": password})
    return "_auth_user_id" in client.session


def guess(account: User, times: int = 6) -> None:
    """Somebody else, somewhere else."""
    for number in range(times):
        where = Client(REMOTE_ADDR=f"203.0.113.{number}")
        assert not sign_in(where, account, "not the password")


def test_guesses_of_strangers_do_not_keep_anna_out_of_her_own_phone() -> None:
    anna, phone = make_account("Anna"), Client()
    assert sign_in(phone, anna)
    phone.post("/sign-out/")
    guess(anna)
    assert sign_in(phone, anna)
    assert not sign_in(Client(), anna)  # a browser that nobody knows waits


def test_annas_own_phone_guesses_no_more_often_than_others() -> None:
    anna, phone = make_account("Anna"), Client()
    assert sign_in(phone, anna)
    phone.post("/sign-out/")
    for _try in range(5):
        assert not sign_in(phone, anna, "not the password")
    assert not sign_in(phone, anna)


def test_a_new_password_by_mail_lets_anna_in_while_strangers_go_on(smtp_box: SmtpBox) -> None:
    anna, new_phone = make_account("Anna"), Client()
    guess(anna)
    new_phone.post("/password/forgotten/", {"email": anna.email})
    send_all()
    form = new_phone.get(link_in(smtp_box, "/password/new/"), follow=True).redirect_chain[-1][0]
    new_phone.post(form, {"password1": NEW})
    guess(anna)
    assert sign_in(new_phone, anna, NEW)


def test_a_mark_of_one_address_opens_no_way_to_another() -> None:
    anna, eve, phone = make_account("Anna"), make_account("Eve"), Client()
    assert sign_in(phone, eve)
    phone.post("/sign-out/")
    guess(anna)
    assert not sign_in(phone, anna)


def test_a_mark_that_somebody_made_up_is_none() -> None:
    anna, phone = make_account("Anna"), Client()
    phone.cookies["device"] = "made-up:1abcde:nothing.\x00.." + "x" * 500
    guess(anna)
    assert not sign_in(phone, anna)


def test_everybody_at_a_shared_phone_stays_known_and_the_oldest_is_forgotten() -> None:
    phone, people = Client(), [make_account(f"P{number}") for number in range(MARKS_KEPT + 1)]
    for account in people:
        assert sign_in(phone, account)
        phone.post("/sign-out/")
    for account, known in ((people[-1], True), (people[1], True), (people[0], False)):
        guess(account)
        assert sign_in(phone, account) is known
        phone.post("/sign-out/")


def test_a_phone_is_forgotten_after_a_year() -> None:
    anna, phone = make_account("Anna"), Client()
    with time_machine.travel(timezone.now() - KNOWN_FOR - (KNOWN_FOR / 365), tick=False):
        assert sign_in(phone, anna)
    mark = phone.cookies["device"].value
    again = Client()
    again.cookies["device"] = mark
    guess(anna)
    assert not sign_in(again, anna)


def test_the_cookie_tells_no_address_and_no_script() -> None:
    anna, phone = make_account("Anna"), Client()
    sign_in(phone, anna)
    cookie = phone.cookies["device"]
    assert anna.email not in cookie.value
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_whoever_joins_with_annas_address_gets_no_mark_to_guess_with() -> None:
    anna = make_account("Anna")
    for _browser in range(2):
        eve = Client()
        eve.post("/join/", {"name": "Eve", "email": anna.email, "password1": NEW})
        assert not eve.cookies.get("device")
        eve.post("/sign-out/")
        assert sign_in(eve, anna, NEW)  # her own account, of an address that she cannot confirm
        assert not eve.cookies.get("device")


def test_the_browser_that_confirms_the_address_is_known(smtp_box: SmtpBox) -> None:
    phone = Client()
    phone.post("/join/", {"name": "Una", "email": "una@example.org", "password1": NEW})
    send_all()
    phone.post(link_in(smtp_box, "/address/confirm/"))
    una = User.objects.get(email="una@example.org")
    phone.post("/sign-out/")
    guess(una)
    assert sign_in(phone, una, NEW)


def test_eve_who_claims_annas_address_does_not_wipe_the_count_of_wrong_guesses(smtp_box: SmtpBox) -> None:
    anna, eve, browser = make_account("Anna"), make_account("Eve"), Client()
    EmailAddress.objects.create(user=eve, email=anna.email, verified=False)
    guess(anna)
    browser.post("/password/forgotten/", {"email": eve.email})
    send_all()
    form = browser.get(link_in(smtp_box, "/password/new/"), follow=True).redirect_chain[-1][0]
    browser.post(form, {"password1": NEW})
    assert not sign_in(browser, anna)
