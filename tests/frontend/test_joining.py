"""From nothing to a diary."""

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import AccountMail, User
from tests.factors import confirmed
from tests.guests import hashes, nobody_tried_before, told
from tests.letters import link_in, send_all
from tests.people import PASSWORD, make_account, make_patient, signed_in
from tests.servers.smtp import SmtpBox

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

__all__ = ["hashes", "nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]


def join(
    address: str = "anna@example.org", password: str = PASSWORD, *, client: Client | None = None
) -> "Answer":
    return (client or Client()).post("/join/", {"name": "Anna", "email": address, "password1": password})


def test_anna_joins_and_can_log_after_two_screens() -> None:
    client = Client()
    assert join(client=client)["Location"] == "/joining/"
    begun = client.post("/joining/diary/", {"time_zone": "Asia/Tokyo"})
    assert begun["Location"] == "/joining/remembered/"
    anna = User.objects.get(email="anna@example.org")
    assert (anna.name, anna.patient.time_zone) == ("Anna", "Asia/Tokyo")
    assert client.get("/").status_code == 200


def test_a_time_zone_left_empty_is_the_installations_own() -> None:
    client = signed_in(make_account("Anna"))
    client.post("/joining/diary/", {})
    assert User.objects.get().patient.time_zone == "Europe/London"


def test_an_invented_time_zone_is_refused_in_words() -> None:
    answer = signed_in(make_account("Anna")).post("/joining/diary/", {"time_zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert b"Choose your time zone from the list" in answer.content


def test_beginning_twice_keeps_the_first_diary() -> None:
    patient = make_patient("Anna")
    signed_in(patient.user).post("/joining/diary/", {"time_zone": "Asia/Tokyo"})
    patient.refresh_from_db()
    assert patient.time_zone == "Europe/Berlin"


def test_falls_remembered_are_kept_apart() -> None:
    patient = make_patient("Anna")
    client = signed_in(patient.user)
    assert client.post("/joining/remembered/", {"months_3": "2", "months_12": "5"}).status_code == 302
    patient.refresh_from_db()
    assert (patient.remembered_falls_3_months, patient.remembered_falls_12_months) == (2, 5)


@pytest.mark.parametrize(
    "typed", [{"months_3": "-1"}, {"months_3": "5", "months_12": "2"}, {"months_12": "\x00"}]
)
def test_numbers_that_cannot_be_are_told_beside_their_field(typed: dict[str, str]) -> None:
    answer = signed_in(make_patient("Anna").user).post("/joining/remembered/", typed)
    assert answer.status_code == 422
    assert b"There is a problem" in answer.content


def test_the_last_two_questions_are_saved_or_skipped() -> None:
    patient = make_patient("Anna")
    client = signed_in(patient.user)
    assert b'href="/joining/install/" hx-boost="false">Skip' in client.get("/joining/settings/").content
    client.post("/joining/settings/", {"reminder_time": "", "blood_thinner": "yes"})
    patient.refresh_from_db()
    assert (patient.reminder_time, patient.blood_thinner) == (None, "yes")


def test_theo_says_his_profession_and_then_enters_a_code() -> None:
    theo = make_account("Theo")
    answer = signed_in(theo).post("/joining/therapist/", {"profession": "nurse"})
    assert answer["Location"] == "/codes/"
    theo.refresh_from_db()
    assert theo.therapist.profession == "nurse"


def test_questions_about_a_diary_are_not_for_those_without_one() -> None:
    client = signed_in(make_account("Theo"))
    for address in ("/joining/remembered/", "/joining/settings/", "/profile/me/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", b"at least 10 characters"),
        ("password1234", b"too common"),
        ("anna@example.org", b"too similar"),
        ("Footing-2026!", b"Strangers try words like"),
        ("my fall diary", b"Strangers try words like"),
        ("", b"Choose a password"),
    ],
)
def test_a_weak_password_is_told_why(password: str, words: bytes) -> None:
    answer = join(password=password)
    assert answer.status_code == 422
    assert words in answer.content
    assert not User.objects.exists()


def test_an_address_that_is_taken_is_answered_as_any_other(hashes: list[str]) -> None:
    make_account("Anna", email="anna@example.org")
    make_account("Somebody", email="waiting@example.org", confirmed=False)
    seen = set()
    for address in ("anna@example.org", "waiting@example.org", "nobody@example.org"):
        hashes.clear()
        client = Client()
        answer = join(address, client=client)
        page = client.get(answer["Location"])
        seen.add((told(answer), told(page), len(hashes)))
        assert "_auth_user_id" in client.session
    assert len(seen) == 1


def test_the_owner_of_a_taken_address_is_told_by_mail_and_a_new_one_confirms(smtp_box: SmtpBox) -> None:
    make_account("Anna", email="anna@example.org")
    join("anna@example.org")
    join("new@example.org")
    send_all()
    subjects = {message["X-Envelope-To"]: str(message["Subject"]) for message in smtp_box.messages}
    assert subjects["anna@example.org"].endswith("You already have an account")
    assert subjects["new@example.org"].endswith("Confirm your address")


def test_opening_the_link_confirms_nothing_and_the_button_does(smtp_box: SmtpBox) -> None:
    client = Client()
    join(client=client)
    send_all()
    link = link_in(smtp_box, "/address/confirm/")
    assert b"Yes, confirm it" in client.get(link).content
    assert not EmailAddress.objects.get().verified
    client.post(link)
    assert EmailAddress.objects.get().verified
    assert client.get(link).status_code == 404
    assert "_auth_user_id" in client.session


def test_nobody_is_signed_out_or_in_by_opening_a_link(smtp_box: SmtpBox) -> None:
    join()
    send_all()
    link = link_in(smtp_box, "/address/confirm/")
    theo = signed_in(make_account("Theo"))
    theo.get(link)
    assert "_auth_user_id" in theo.session
    stranger = Client()
    stranger.post(link, {"password": PASSWORD})
    assert "_auth_user_id" not in stranger.session


def test_the_owner_of_an_address_cannot_confirm_a_strangers_account_by_mistake(smtp_box: SmtpBox) -> None:
    join("tess@example.org")
    send_all()
    link = link_in(smtp_box, "/address/confirm/")
    tess = Client()
    assert "The password you chose when you joined" in tess.get(link).content.decode()
    refused = tess.post(link, {"password": "what Tess would have chosen"})
    assert refused.status_code == 422
    assert "This is not the password of that account." in refused.content.decode()
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_an_address_confirmed_elsewhere_stays_there(smtp_box: SmtpBox) -> None:
    join("both@example.org")
    send_all()
    link = link_in(smtp_box, "/address/confirm/")
    make_account("Anna", email="both@example.org")
    answer = Client().post(link, {"password": PASSWORD}, follow=True)
    assert b"belongs to another account" in answer.content
    assert EmailAddress.objects.filter(email="both@example.org", verified=True).get().user.name == "Anna"


def test_the_mail_can_be_sent_again_until_the_address_is_confirmed() -> None:
    client = signed_in(make_account("Anna", confirmed=False))
    client.post("/address/mail/")
    assert AccountMail.objects.filter(kind="confirm_address").count() == 1
    EmailAddress.objects.update(verified=True)
    client.post("/address/mail/")
    assert AccountMail.objects.count() == 1


def test_a_new_address_asks_for_the_password_and_counts_once_confirmed(smtp_box: SmtpBox) -> None:
    anna = make_account("Anna", email="old@example.org")
    client = signed_in(anna)
    asked = client.post("/address/", {"email": "New@example.org"})
    assert asked.headers["Location"].startswith("/password/again/")
    assert client.post(asked.headers["Location"], {"password": "no"}).status_code == 422
    assert not EmailAddress.objects.filter(email="new@example.org").exists()
    client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)
    assert client.post("/address/", {"email": "no address"}).status_code == 422
    anna.refresh_from_db()
    assert anna.email == "old@example.org"
    send_all()
    Client().post(link_in(smtp_box, "/address/confirm/"), {"password": PASSWORD})
    anna.refresh_from_db()
    assert (anna.email, EmailAddress.objects.get().email) == ("new@example.org", "new@example.org")
    send_all()
    told = smtp_box.messages[-1]
    assert told["To"] == "old@example.org"
    assert "the last mail to this one" in told.get_content()


def test_an_address_that_was_mistyped_is_dropped_by_keeping_the_old_one() -> None:
    anna = make_account("Anna", email="old@example.org")
    client = confirmed(signed_in(anna))
    client.post("/address/", {"email": "mistipped@example.org"})
    assert "Keep old@example.org" in client.get("/address/").content.decode()
    answer = client.post("/address/", {"email": "old@example.org"}, follow=True)
    assert "You keep old@example.org." in answer.content.decode()
    assert EmailAddress.objects.get(user=anna).email == "old@example.org"


def test_a_link_to_an_address_that_was_given_up_is_dead(smtp_box: SmtpBox) -> None:
    client = signed_in(make_account("Anna", email="old@example.org", confirmed=False))
    client.post("/address/mail/")
    send_all()
    link = link_in(smtp_box, "/address/confirm/")
    client.post("/password/again/", {"password": PASSWORD})
    client.post("/address/", {"email": "new@example.org"})
    assert client.post(link).status_code == 404
    assert EmailAddress.objects.get().email == "new@example.org"


@pytest.mark.parametrize(
    "typed",
    [{}, {"email": "x"}, {"email": f"{'a' * 300}@example.org", "password1": PASSWORD}, {"name": "\x00"}],
)
def test_a_joining_form_without_sense_is_answered_in_words(typed: dict[str, str]) -> None:
    answer = Client().post("/join/", typed)
    assert answer.status_code == 422
    assert not User.objects.exists()


def test_the_start_page_says_what_this_is_and_has_the_way_in() -> None:
    page = Client().get("/").content.decode()
    assert "A fall diary for people with MS" in page
    assert 'action="/sign-in/"' in page
    assert 'href="/join/"' in page
