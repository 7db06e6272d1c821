"""Signing in, and what a stranger may learn by trying: nothing."""

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.errors import LinkUsed
from accounts.models import AccountMail, User
from tests.guests import hashes, nobody_tried_before, told
from tests.letters import link_in, send_all
from tests.people import PASSWORD, make_account, make_patient, signed_in
from tests.servers.smtp import SmtpBox

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

__all__ = ["hashes", "nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]

SIGN_IN = "/sign-in/"


def sign_in(address: str, password: str = PASSWORD, client: Client | None = None) -> "Answer":
    return (client or Client()).post(SIGN_IN, {"login": address, "password": password})


def test_anna_signs_in_with_address_and_password() -> None:
    anna = make_patient("Anna").user
    client = Client()
    answer = sign_in(anna.email.upper(), client=client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(anna.pk)


def test_the_session_gets_a_new_key_when_anna_signs_in() -> None:
    client = Client()
    session = client.session
    session["seen"] = "before"
    session.save()
    before = session.session_key
    sign_in(make_account("Anna").email, client=client)
    assert client.session.session_key != before


def test_the_sign_in_page_has_the_labels_that_programs_rely_on() -> None:
    page = Client().get(SIGN_IN).content.decode()
    assert '<label class="label" for="id_login">Email</label>' in page
    assert '<label class="label" for="id_password">Password</label>' in page
    assert ">Sign in</button>" in page


def test_every_address_is_answered_alike_and_with_as_many_hashes(hashes: list[str]) -> None:
    make_account("Confirmed", email="confirmed@example.org")
    make_account("Unconfirmed", email="unconfirmed@example.org", confirmed=False)
    closed = make_account("Closed", email="closed@example.org")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    for number in range(4):
        make_account(f"Crowd{number}", email="crowd@example.org", confirmed=number == 2)
    seen = set()
    for name in ("unknown-person", "confirmed", "unconfirmed", "closed", "crowd"):
        hashes.clear()
        answer = sign_in(f"{name}@example.org", "not the password")
        status, headers, page = told(answer)
        seen.add((status, headers, page.replace(name, "NAME"), len(hashes)))
    assert len(seen) == 1
    status, _headers, page, computed = seen.pop()
    assert (status, computed) == (422, 3)
    assert "do not belong together" in page


def test_a_deactivated_account_is_answered_like_a_wrong_password() -> None:
    anna = make_account("Anna")
    User.objects.filter(pk=anna.pk).update(is_active=False)
    right, wrong = sign_in(anna.email), sign_in(anna.email, "not the password")
    assert (right.status_code, wrong.status_code) == (422, 422)
    assert b"do not belong together" in right.content


def test_two_accounts_claim_one_address_and_each_opens_with_its_own_password() -> None:
    first = make_account("First", email="both@example.org", confirmed=False)
    second = make_account("Second", email="both@example.org", confirmed=False)
    second.set_password("another door, made of elm")
    second.save()
    for account, password in ((first, PASSWORD), (second, "another door, made of elm")):
        client = Client()
        sign_in("both@example.org", password, client)
        assert client.session["_auth_user_id"] == str(account.pk)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"login": "", "password": ""},
        {"login": "anna\x00@example.org", "password": "\x00"},
        {"login": "a" * 9000},
    ],
)
def test_a_form_without_sense_is_answered_in_words(typed: dict[str, str]) -> None:
    answer = Client().post(SIGN_IN, typed)
    assert answer.status_code == 422
    assert b"There is a problem" in answer.content


def test_too_many_wrong_passwords_for_one_address_are_stopped_in_words() -> None:
    anna = make_account("Anna")
    for _try in range(5):
        sign_in(anna.email, "not the password")
    answer = sign_in(anna.email)
    assert answer.status_code == 422
    assert b"Too many tries" in answer.content


def test_anna_whom_a_stranger_keeps_out_is_shown_the_mail_that_lets_her_in(smtp_box: SmtpBox) -> None:
    anna, chosen = make_account("Anna"), "a gate made of ash"
    offered = "Sign in by a mail link instead"
    for _try in range(5):
        assert offered not in sign_in(anna.email, "not the password").content.decode()
    here = Client()
    refused = here.post(SIGN_IN, {"login": anna.email, "password": PASSWORD}).content.decode()
    assert f'href="/password/forgotten/">{offered}</a>' in refused
    here.post("/password/forgotten/", {"email": anna.email})
    send_all()
    form = here.get(link_in(smtp_box, "/password/new/"), follow=True).redirect_chain[-1][0]
    here.post(form, {"password1": chosen})
    assert here.post(SIGN_IN, {"login": anna.email, "password": chosen}).status_code == 302
    assert "_auth_user_id" in here.session


def test_too_many_tries_from_one_place_say_when_to_come_back() -> None:
    for _try in range(20):
        Client().post(SIGN_IN, {})
    answer = Client().post(SIGN_IN, {})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert b"Please wait" in answer.content


def test_opening_the_sign_out_page_signs_nobody_out() -> None:
    client = signed_in(make_account("Anna"))
    assert b"Sign out" in client.get("/sign-out/").content
    assert "_auth_user_id" in client.session
    assert client.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_answered_alike_for_every_address(hashes: list[str]) -> None:
    make_account("Anna", email="anna@example.org")
    seen = set()
    make_account("Unconfirmed", email="unconfirmed@example.org", confirmed=False)
    for address in ("anna@example.org", "unconfirmed@example.org", "nobody@example.org"):
        hashes.clear()
        client = Client()
        answer = client.post("/password/forgotten/", {"email": address})
        done = client.get(answer["Location"])
        seen.add((told(answer), told(done), len(hashes)))
    assert len(seen) == 1
    assert AccountMail.objects.count() == 3


@pytest.mark.parametrize(("address", "mails"), [("Anna@example.org", 1), ("nobody@example.org", 0)])
def test_only_the_address_of_an_account_gets_the_mail_for_a_new_password(
    smtp_box: SmtpBox, address: str, mails: int
) -> None:
    make_account("Anna", email="anna@example.org")
    Client().post("/password/forgotten/", {"email": address})
    send_all()
    assert len(smtp_box.messages) == mails
    assert not AccountMail.objects.exists()


def test_anna_chooses_a_new_password_by_mail_and_her_other_phone_is_signed_out(smtp_box: SmtpBox) -> None:
    anna = make_patient("Anna").user
    other_phone = signed_in(anna)
    Client().post("/password/forgotten/", {"email": anna.email})
    send_all()
    link = link_in(smtp_box, "/password/new/")
    client = Client()
    form = client.get(link, follow=True)
    here = form.redirect_chain[-1][0]
    assert client.post(here, {"password1": "short"}).status_code == 422
    done = client.post(here, {"password1": "a gate made of ash"}, follow=True)
    assert b"Your new password is saved" in done.content
    assert sign_in(anna.email, "a gate made of ash").status_code == 302
    assert other_phone.get("/more/").status_code == 302
    assert b"does not work any more" in Client().get(link, follow=True).content
    back = client.get(here).content.decode()  # with the back button
    assert "does not work any more" in back
    assert "Your new password is saved" not in back
    assert "If you have saved a new password with it, sign in with that" in back
    assert "Your new password is saved" not in client.get("/sign-in/").content.decode()


def test_an_account_without_a_password_gets_one_by_mail() -> None:
    account = make_account("Anna")
    account.set_unusable_password()
    account.save()
    answer = signed_in(account).get("/password/change/", follow=True)
    assert answer.redirect_chain[-1][0] == "/password/forgotten/"


def test_anna_changes_her_password_and_stays_signed_in() -> None:
    client = signed_in(make_patient("Anna").user)
    wrong = client.post("/password/change/", {"oldpassword": "no", "password1": "a gate made of ash"})
    assert wrong.status_code == 422
    done = client.post("/password/change/", {"oldpassword": PASSWORD, "password1": "a gate made of ash"})
    assert done["Location"] == "/more/"
    assert b"Your new password is saved" in client.get("/more/").content


def test_the_password_that_anna_has_is_no_new_one() -> None:
    anna = make_patient("Anna").user
    client = signed_in(anna)
    same = client.post("/password/change/", {"oldpassword": PASSWORD, "password1": PASSWORD})
    assert same.status_code == 422
    assert "This is the password you have. Choose another one." in same.content.decode()
    guessed = client.post("/password/change/", {"oldpassword": "no", "password1": PASSWORD})
    assert "This is the password you have" not in guessed.content.decode()


@pytest.mark.parametrize(
    "address", ["/login/", "/signup/", "/confirm-email/", "/phone/change/", "/login/code/"]
)
def test_pages_of_allauth_that_nobody_needs_are_closed(address: str) -> None:
    assert Client().get(address).status_code == 404


def test_the_answer_is_never_json_whatever_is_asked_for() -> None:
    answer = Client().post(SIGN_IN, {}, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer["Content-Type"].startswith("text/html")


def test_an_address_is_unique_once_confirmed_and_not_before() -> None:
    make_account("Anna", email="anna@example.org")
    make_account("Somebody", email="anna@example.org", confirmed=False)
    assert EmailAddress.objects.filter(email="anna@example.org").count() == 2


def test_of_two_changes_of_a_password_at_once_the_second_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    anna = make_account("Anna")

    def late(*_args: object, **_named: object) -> None:
        raise LinkUsed

    monkeypatch.setattr("accounts.adapter.AccountAdapter.set_password", late)
    typed = {"oldpassword": PASSWORD, "password1": "a gate made of ash"}
    answer = signed_in(anna).post("/password/change/", typed, follow=True)
    assert answer.status_code == 200
    assert "changed a moment ago" in answer.content.decode()
