"""A password forgotten before the address was confirmed: the mail box says whose account it is."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.models import AccountMail, Patient, User
from accounts.services.addresses import change_address
from accounts.services.joining import begin_diary
from tests.guests import nobody_tried_before
from tests.letters import link_in, send_all
from tests.people import PASSWORD, make_account, make_link, make_therapist, signed_in
from tests.servers.smtp import SmtpBox

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]

ADDRESS, NEW = "anna@example.org", "a gate made of ash"


def joined(day: int, *, diary: bool = True, name: str = "Anna", address: str = ADDRESS) -> User:
    """Somebody who joined on that day of May 2026 and has not confirmed the address."""
    account = make_account(name, email=address, confirmed=False)
    User.objects.filter(pk=account.pk).update(date_joined=datetime(2026, 5, day, 9, tzinfo=UTC))
    account.refresh_from_db()
    if diary:
        begin_diary(account=account, time_zone="Europe/Berlin", now=account.date_joined)
    return account


def mailed_link(smtp_box: SmtpBox, address: str = ADDRESS) -> str:
    Client().post("/password/forgotten/", {"email": address})
    send_all()
    return link_in(smtp_box, "/password/recovery/")


def choose(link: str, account: User, password: str = NEW) -> "Answer":
    return Client().post(link, {"account": str(account.public_id), "password1": password}, follow=True)


def sign_in(password: str) -> Client:
    client = Client()
    client.post("/sign-in/", {"login": ADDRESS, "password": password})
    return client


def who(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


def test_anna_who_never_confirmed_gets_her_diary_back(smtp_box: SmtpBox) -> None:
    anna = joined(3)
    other_phone = signed_in(anna)
    link = mailed_link(smtp_box)
    assert "Joined on 3 May 2026, with a diary that nobody else sees" in Client().get(link).content.decode()
    assert b"Your new password is saved" in choose(link, anna).content
    assert who(sign_in(NEW)) == str(anna.pk)
    assert who(sign_in(PASSWORD)) == ""
    assert other_phone.get("/more/").status_code == 302
    assert EmailAddress.objects.get().verified


def test_opening_the_link_changes_nothing(smtp_box: SmtpBox) -> None:
    anna = joined(3)
    page = Client().get(mailed_link(smtp_box))
    assert "checked" not in page.content.decode()
    assert not EmailAddress.objects.get().verified
    assert who(sign_in(PASSWORD)) == str(anna.pk)


def test_anna_between_two_who_typed_her_address_finds_her_own_diary(smtp_box: SmtpBox) -> None:
    planted, anna, after = joined(1), joined(3), joined(9)
    User.objects.filter(pk=anna.pk).update(password=make_account("Elm").password)
    attacker = signed_in(planted)
    make_link(planted.patient, make_therapist("Eve"))
    link = mailed_link(smtp_box)
    page = Client().get(link).content.decode()
    assert page.index("1 May 2026") < page.index("3 May 2026") < page.index("9 May 2026")
    assert "Joined on 1 May 2026, with a diary that 1 person or clinic may see" in page
    assert choose(link, anna).redirect_chain
    assert who(sign_in(NEW)) == str(anna.pk)
    assert EmailAddress.objects.get(email=ADDRESS, verified=True).user == anna
    for account in (planted, after):
        account.refresh_from_db()
        assert account.check_password(PASSWORD), "whoever made it keeps what is theirs"
    assert attacker.get("/more/").status_code == 200


def test_whoever_planted_an_account_is_out_of_it_once_the_mail_box_claims_it(smtp_box: SmtpBox) -> None:
    planted = joined(1, diary=False)
    attacker = signed_in(planted)
    EmailAddress.objects.create(user=planted, email="eve@example.org")
    choose(mailed_link(smtp_box), planted)
    assert attacker.get("/more/").status_code == 302
    assert who(sign_in(PASSWORD)) == ""
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(ADDRESS, True)]


@pytest.mark.parametrize("typed", [{}, {"password1": NEW}, {"account": "\x00", "password1": NEW}])
def test_no_account_is_taken_without_a_choice(smtp_box: SmtpBox, typed: dict[str, str]) -> None:
    joined(3)
    answer = Client().post(mailed_link(smtp_box), typed)
    assert answer.status_code == 422
    assert b"There is a problem" in answer.content
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_the_link_opens_no_account_with_another_address(smtp_box: SmtpBox) -> None:
    joined(3)
    somebody = joined(4, address="somebody@example.org")
    answer = choose(mailed_link(smtp_box), somebody)
    assert answer.status_code == 422
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_a_weak_password_is_told_why(smtp_box: SmtpBox) -> None:
    anna = joined(3)
    answer = choose(mailed_link(smtp_box), anna, "anna@example.org")
    assert answer.status_code == 422
    assert b"too similar" in answer.content


def test_the_link_works_once_and_for_three_days(smtp_box: SmtpBox) -> None:
    anna = joined(3)
    link = mailed_link(smtp_box)
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert Client().get(link).status_code == 404
    assert choose(link, anna).status_code == 200
    used = choose(link, anna, "a third door, of pine")
    assert used.status_code == 404
    assert b"does not work any more" in used.content
    assert who(sign_in(NEW)) == str(anna.pk)


def test_an_address_confirmed_meanwhile_is_not_taken_by_the_link(smtp_box: SmtpBox) -> None:
    first, second = joined(3), joined(4)
    link = mailed_link(smtp_box)
    EmailAddress.objects.filter(user=second).update(verified=True)
    assert choose(link, first).status_code == 404
    first.refresh_from_db()
    assert first.check_password(PASSWORD)


def test_an_account_that_only_mistyped_its_next_address_is_not_offered(smtp_box: SmtpBox) -> None:
    anna = make_account("Anna", email="old@example.org")
    change_address(account=anna, address="bob@example.org")
    AccountMail.objects.all().delete()
    bob = joined(9, diary=False, name="Bob", address="bob@example.org")
    page = Client().get(mailed_link(smtp_box, "bob@example.org"))
    assert list(page.context["form"].accounts.values()) == [bob]


def test_a_deactivated_account_is_not_offered(smtp_box: SmtpBox) -> None:
    anna, closed = joined(3), joined(4)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    page = Client().get(mailed_link(smtp_box))
    assert list(page.context["form"].accounts.values()) == [anna]
    assert Patient.objects.count() == 2


def test_a_link_that_somebody_made_up_is_dead() -> None:
    joined(3)
    assert Client().get("/password/recovery/ImFubmFAZXhhbXBsZS5vcmci:1vMabc:x/").status_code == 404


def test_the_link_of_the_joining_mail_works_for_a_month_and_says_when_the_account_was_made(
    smtp_box: SmtpBox,
) -> None:
    joined(3)
    Client().post("/join/", {"name": "Anna", "email": ADDRESS, "password1": PASSWORD})
    send_all()
    link = link_in(smtp_box, "/address/confirm/")
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        page = Client().get(link)
    assert page.status_code == 200
    made = timezone.localtime(User.objects.latest("pk").date_joined)
    assert f"on {made.day} {made:%B %Y} yours?" in " ".join(page.content.decode().split())
