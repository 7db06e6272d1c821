"""Leaving by page and by program, and the phones that come late."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.domain.vocabulary import Role, Scope
from accounts.models import AccountMail, Patient, User
from accounts.services.leaving import ask_to_be_erased
from accounts.services.mails import send_promised_mail
from belongings.services.erasing import erase
from logs.domain.times import local_date
from tests.api.client import Program, a_fall
from tests.factors import confirmed
from tests.people import (
    PASSWORD,
    make_account,
    make_caregiver,
    make_clinic,
    make_link,
    make_patient,
    make_therapist,
    signed_in,
)
from tests.reminders.phones import silent_phone_of

pytestmark = pytest.mark.django_db
NOW = timezone.now() + timedelta(hours=1)
GRACE = timedelta(days=14)


def last_day_of(anna: Patient) -> str:
    """By her own clock: late in the evening it is tomorrow in other places."""
    return local_date(timezone.now() + GRACE, anna.time_zone).isoformat()


def test_a_program_asks_with_the_password_and_takes_it_back() -> None:
    anna = make_patient("Anna")
    program, other = Program(anna.user), Program(anna.user)
    assert program.post("account-deletion/", {"password": "no"}).code == "wrong_password"
    asked = program.post("account-deletion/", {"password": PASSWORD})
    assert asked.status == 202
    assert asked.json["erased_on"] == last_day_of(anna)
    assert program.get("account-deletion/").json == asked.json
    assert other.get("falls/").status == 401
    assert program.get("falls/").code == "leaving"
    assert program.delete("account-deletion/").status == 204
    assert program.get("falls/").status == 200
    assert program.get("account-deletion/").status == 404


def test_no_program_gets_in_with_the_password_while_anna_leaves() -> None:
    anna = make_patient("Anna")
    told = {"email": anna.user.email, "password": PASSWORD, "name": "my script"}
    program = Program(anna.user)
    ask_to_be_erased(account=anna.user, now=timezone.now())
    refused = Program().post("tokens/", told)
    assert (refused.status, refused.code) == (403, "leaving")
    assert program.delete("account-deletion/").status == 401
    page = signed_in(User.objects.get(pk=anna.user.pk))
    assert page.get("/programs/starting/").headers["Location"] == "/leaving/"
    page.post("/leaving/undoing/")
    assert not anna.user.api_tokens.exists()
    assert Program().post("tokens/", told).status == 201


def test_a_page_asks_for_the_password_and_offers_to_stay() -> None:
    anna = make_patient("Anna")
    silent_phone_of(anna.user)
    client, elsewhere = signed_in(anna.user), signed_in(anna.user)
    page = client.get("/leaving/").content.decode()
    assert "14 days" in page
    asked = client.post("/leaving/")
    assert asked.headers["Location"].startswith("/password/again/")
    client.post(asked.headers["Location"], {"password": PASSWORD})
    assert User.objects.get(pk=anna.user.pk).is_leaving
    page = client.get("/leaving/").content.decode()
    assert "Keep my account" in page
    assert "Nothing new is taken." in page
    assert client.get("/log/facts/").json()["erased_on"] == last_day_of(anna)
    assert client.get("/").headers["Location"] == "/leaving/"
    assert elsewhere.get("/more/").headers["Location"].startswith("/sign-in/")
    assert client.post("/leaving/undoing/").headers["Location"] == "/more/"
    assert client.get("/more/").status_code == 200
    assert client.get("/log/facts/").json()["erased_on"] is None
    assert elsewhere.get("/more/").headers["Location"].startswith("/sign-in/")


def test_anna_reads_that_people_need_a_new_code_when_she_stays() -> None:
    anna = make_patient("Anna")
    new_code, other_diaries = "People need a new code from you to see your diary.", "others had opened to you"
    for page in pages_of_staying(anna.user):
        assert new_code in page
        assert other_diaries not in page
        assert "Notifications and programs have to be set up again." in page
        assert "clinic here again" not in page


def test_who_keeps_no_diary_reads_which_doors_stay_closed_when_they_stay() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_clinic(by=theo)
    make_link(anna, theo)
    carl = make_caregiver(anna)
    for account in (theo, carl):
        before, leaving, after = pages_of_staying(account)
        assert "Diaries that others opened to you are closed to you." in before
        for page in (before, leaving, after):
            assert "For each diary that others had opened to you, you need a new code from them." in page
            assert ("To work in a clinic here again, you need a new invitation" in page) == (account == theo)
            assert "from you to see your diary" not in page
        assert "Your diary" not in before
        assert "You keep your account." in after


def pages_of_staying(account: User) -> list[str]:
    """The page before it, the one while they leave, and the one after."""
    before = signed_in(account).get("/leaving/")
    ask_to_be_erased(account=account, now=timezone.now())
    client = signed_in(User.objects.get(pk=account.pk))
    pages = [before, client.get("/leaving/"), client.post("/leaving/undoing/", follow=True)]
    return [page.content.decode() for page in pages]


def test_the_address_is_told_and_not_any_more_after_staying() -> None:
    anna = make_patient("Anna")
    promised = ask_to_be_erased(account=anna.user, now=NOW)
    assert promised is not None
    send_promised_mail(promised.pk)
    assert "will be erased" in mail.outbox[0].body
    assert not AccountMail.objects.exists()


def test_an_address_that_nobody_confirmed_is_told_nothing() -> None:
    assert ask_to_be_erased(account=make_account("Una", confirmed=False), now=NOW) is None


def test_annas_late_phone_is_told_that_it_is_erased() -> None:
    anna = make_patient("Anna")
    batch = {"owner": str(anna.user.public_id), "operations": [{"type": "fall", **a_fall()}]}
    assert Program().post("entries/", batch).status == 401
    ask_to_be_erased(account=anna.user, now=NOW)
    erase(account_key=anna.user.pk, now=NOW + GRACE)
    for program in (Program(), Program(make_patient("Anna").user)):
        answered = program.post("entries/", batch)
        assert [one["outcome"] for one in answered.json["results"]] == ["erased"]
        assert answered.json["results"][0]["op_id"] == batch["operations"][0]["entry_id"]  # type: ignore[index]


def test_carls_late_phone_is_told_that_annas_diary_is_erased() -> None:
    anna, carl = make_patient("Anna"), make_account("Carl")
    make_link(anna, carl, Scope.FALLS, Scope.LOG, role=Role.CAREGIVER)
    program = Program(carl)
    ask_to_be_erased(account=anna.user, now=NOW)
    erase(account_key=anna.user.pk, now=NOW + GRACE)
    operations = [
        {"type": "fall", "patient": patient, **a_fall()} for patient in (str(anna.public_id), str(uuid4()))
    ]
    results = program.post("entries/", {"operations": operations}).json["results"]
    assert [one["outcome"] for one in results] == ["erased", "invalid"]


@pytest.mark.parametrize("owner", [None, 5, "nobody", ["a"], {}])
def test_nobody_gets_in_by_an_owner_that_is_none(owner: object) -> None:
    answered = Program().post("entries/", {"owner": owner, "operations": []})
    assert answered.status == 401


def test_an_anonymous_page_stays_open_to_nobody_else() -> None:
    assert Client().get("/leaving/").status_code == 302
    assert Client().post("/exports/").status_code == 302


def test_when_the_days_are_over_nobody_stays_half_erased() -> None:
    anna = make_patient("Anna")
    program = Program(anna.user)
    asked_by = anna.user.api_tokens.get()
    ask_to_be_erased(account=anna.user, now=timezone.now() - GRACE, asked_by=asked_by)
    anna.user.refresh_from_db()
    client = signed_in(anna.user)
    page = client.post("/leaving/undoing/", follow=True).content.decode()
    assert "The account is being erased" in page
    assert program.delete("account-deletion/").code == "grace_is_over"
    assert User.objects.get(pk=anna.user.pk).is_leaving


def test_the_browser_that_took_it_back_is_in_the_list_of_places_and_can_be_signed_out() -> None:
    anna = make_patient("Anna")
    client = confirmed(signed_in(anna.user))
    client.post("/leaving/")
    client.post("/leaving/undoing/")
    anna.user.refresh_from_db()
    elsewhere = confirmed(signed_in(anna.user))
    elsewhere.post("/sessions/ending/")
    assert client.get("/more/").headers["Location"].startswith("/sign-in/")
    assert elsewhere.get("/more/").status_code == 200
