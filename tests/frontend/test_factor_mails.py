"""A mail tells which way to sign in was changed and when, and neither secrets nor names."""

import io
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.core.management import call_command

from accounts.models import AccountMail, User
from tests.factors import with_app
from tests.letters import send_all
from tests.people import make_account, make_patient
from tests.servers.smtp import SmtpBox

pytestmark = pytest.mark.django_db(transaction=True)  # a change is told once it is committed

NAME = "Anna's blue phone"


def passkey_of(account: User) -> Authenticator:
    return Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data={"name": NAME})


def told(box: SmtpBox) -> list[str]:
    """What each mail says that came since the last look, on one line."""
    send_all()
    said = [
        " ".join(str(letter.get_content()).split())
        for letter in box.messages
        if "How you sign in was changed" in str(letter["Subject"])
    ]
    box.messages.clear()
    return said


def test_anna_reads_that_it_was_the_app_and_the_hour_of_her_clock(smtp_box: SmtpBox) -> None:
    anna = make_patient("Anna", time_zone="Asia/Tokyo").user
    with time_machine.travel(datetime(2026, 5, 4, 9, 12, tzinfo=UTC), tick=False):
        client, secret, codes = with_app(anna)
        [said] = told(smtp_box)
        assert "An app with codes was set up. It was on 4 May 2026, 18:12 (Asia/Tokyo)." in said
        client.post("/ways-in/codes/new/")
        [renewed] = told(smtp_box)
        assert "New recovery codes were made; the old ones ended." in renewed
        client.post("/ways-in/app/removal/")
        [removed] = told(smtp_box)
        assert "The app with codes was removed. It was on" in removed
    assert not [word for word in (secret, *codes) if word in said + renewed + removed]


def test_carl_who_keeps_no_diary_reads_that_it_was_a_passkey_and_not_its_name(smtp_box: SmtpBox) -> None:
    carl = make_account("Carl")
    kept = passkey_of(carl)
    authenticator_added.send(sender=Authenticator, request=None, user=carl, authenticator=kept)
    [added] = told(smtp_box)
    assert "A passkey was added." in added
    assert "(Europe/London)." in added
    call_command("remove_second_factor", carl.email, stdout=io.StringIO())
    [ended] = told(smtp_box)
    assert "Whoever runs this service took your second step away" in ended
    assert NAME not in added + ended


def test_a_passkey_that_is_taken_away_is_one_mail_that_says_so(smtp_box: SmtpBox) -> None:
    anna = make_account("Anna")
    client, _secret, _codes = with_app(anna)
    kept = passkey_of(anna)
    told(smtp_box)
    assert client.post(f"/ways-in/passkeys/{kept.pk}/removal/").status_code == 302
    [said] = told(smtp_box)
    assert "A passkey was removed." in said
    assert NAME not in said


def test_a_mail_that_was_promised_before_it_could_say_which_is_sent_all_the_same(smtp_box: SmtpBox) -> None:
    anna = make_account("Anna")
    AccountMail.objects.create(kind="factors_changed", address=anna.email, account=anna)
    [said] = told(smtp_box)
    assert "account was changed. It was on" in said
