"""An operator makes the first admin from the server's console; the admin alone knows the password."""

import io
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import AccountMail, AuditEvent, User
from tests.guests import nobody_tried_before
from tests.people import make_account, make_admin

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]

ADDRESS, CHOSEN = "ada@example.org", "a gate made of ash"


def first_admin(*options: str, email: str = ADDRESS) -> str:
    """The link that the console shows, without its host."""
    printed = io.StringIO()
    call_command("first_admin", "--email", email, *options, stdout=printed)
    found = re.search(r"^https?://\S+$", printed.getvalue(), re.MULTILINE)
    assert found is not None
    assert found[0].startswith(settings.ORIGIN)
    return urlsplit(found[0]).path


def choose_password(link: str, password: str = CHOSEN) -> str:
    """Opens the link as a browser does, types a password, and returns the page that comes then."""
    browser = Client()
    form = browser.get(link, follow=True)
    if not form.redirect_chain:
        return form.content.decode()
    return browser.post(form.redirect_chain[-1][0], {"password1": password}, follow=True).content.decode()


def signed_in_by_hand(email: str = ADDRESS, password: str = CHOSEN) -> Client:
    browser = Client()
    browser.post("/sign-in/", {"login": email, "password": password})
    return browser


def test_ada_chooses_her_password_and_is_in_the_admin() -> None:
    link = first_admin()
    assert not User.objects.get().has_usable_password()
    assert "Your new password is saved" in choose_password(link)
    assert signed_in_by_hand().get("/admin/").status_code == 200
    assert {mail.kind for mail in AccountMail.objects.all()} <= {AccountMail.Kind.NEW_DEVICE}


def test_the_link_works_once() -> None:
    link = first_admin()
    choose_password(link)
    assert "This link does not work any more" in choose_password(link, "another door of oak")
    assert signed_in_by_hand(password="another door of oak").get("/admin/").status_code == 302


def test_the_link_does_not_work_for_long() -> None:
    link = first_admin()
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        assert "This link does not work any more" in choose_password(link)


def test_a_link_that_was_not_used_in_time_is_made_anew_for_the_same_account() -> None:
    first_admin()
    assert "Your new password is saved" in choose_password(first_admin(email=ADDRESS.title()))
    assert User.objects.count() == 1


def test_there_is_no_second_first_admin() -> None:
    make_admin()
    with pytest.raises(CommandError, match=r"There is an admin already\. Say --another"):
        first_admin()
    choose_password(first_admin("--another"))
    assert signed_in_by_hand().get("/admin/").status_code == 200


@pytest.mark.parametrize("options", [[], ["--another"]])
def test_an_account_that_somebody_uses_is_left_alone(options: list[str]) -> None:
    make_account("Anna", email=ADDRESS)
    with pytest.raises(CommandError, match="belongs to an account already"):
        first_admin(*options)
    assert not User.objects.get().is_staff


def test_an_admin_who_has_a_password_gets_no_link_here() -> None:
    choose_password(first_admin())
    with pytest.raises(CommandError, match="belongs to an account already"):
        first_admin("--another")


def test_somebody_who_merely_claims_the_address_does_not_stand_in_the_way() -> None:
    claiming = make_account("Mallory", email=ADDRESS, confirmed=False)
    choose_password(first_admin())
    assert signed_in_by_hand().get("/admin/").status_code == 200
    claiming.refresh_from_db()
    assert not claiming.is_staff


def test_no_address_no_admin() -> None:
    with pytest.raises(CommandError, match="ada is not an email address"):
        first_admin(email="ada")


def test_the_trail_tells_that_an_admin_was_made_and_by_nobody_who_has_an_account() -> None:
    choose_password(first_admin())
    event = AuditEvent.objects.get(action="admin_made")
    assert event.actor_key is None
    assert event.patient_key == User.objects.get().audit_key
    assert b"You became an admin." in signed_in_by_hand().get("/people/log/").content
