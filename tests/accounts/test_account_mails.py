"""Mails about accounts: none lost, none twice without the same Message-ID, none to strangers."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core.mail import EmailMessage as DjangoMessage
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AccountMail, User
from accounts.services.mails import TRIES, promise_mail, send_promised_mail
from accounts.tasks import send_waiting_mails
from tests.people import make_account
from tests.servers.smtp import SmtpBox

pytestmark = pytest.mark.django_db

RESET, CONFIRM = AccountMail.Kind.RESET_PASSWORD, AccountMail.Kind.CONFIRM_ADDRESS


def due_now(mail: AccountMail) -> None:
    AccountMail.objects.filter(pk=mail.pk).update(next_try_at=timezone.now(), claimed_until=None)


def test_a_mail_is_sent_once_and_its_row_goes(smtp_box: SmtpBox) -> None:
    account = make_account("Anna", email="anna@example.org", confirmed=False)
    mail = promise_mail(kind=CONFIRM, address="Anna@Example.org", account=account)
    send_promised_mail(mail.pk)
    send_promised_mail(mail.pk)
    assert [message["X-Envelope-To"] for message in smtp_box.messages] == ["anna@example.org"]
    assert "/address/confirm/" in str(smtp_box.messages[0].get_content())
    assert not AccountMail.objects.exists()


def test_a_mail_that_was_not_taken_goes_again_with_the_same_message_id(smtp_box: SmtpBox) -> None:
    seen: list[str] = []

    def busy_once(message: EmailMessage) -> str:
        seen.append(str(message["Message-ID"]))
        return "451 Try again later" if len(seen) == 1 else "250 Taken"

    smtp_box.answer = busy_once
    make_account("Anna", email="anna@example.org")
    mail = promise_mail(kind=RESET, address="anna@example.org")
    send_promised_mail(mail.pk)
    mail.refresh_from_db()
    assert (mail.attempts, mail.gave_up) == (1, False)
    assert mail.next_try_at > timezone.now()
    send_waiting_mails()
    assert len(seen) == 1, "not before its time"
    due_now(mail)
    send_waiting_mails()
    assert len(seen) == 2
    assert len(set(seen)) == 1
    assert not AccountMail.objects.exists()


def test_a_worker_that_died_after_sending_sends_the_same_message_again(
    smtp_box: SmtpBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_account("Anna", email="anna@example.org")
    mail = promise_mail(kind=RESET, address="anna@example.org")
    original = DjangoMessage.send

    def killed(message: DjangoMessage, *args: object, **options: object) -> int:
        original(message)
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(DjangoMessage, "send", killed)
        with pytest.raises(SystemExit):
            send_promised_mail(mail.pk)
    send_waiting_mails()
    assert len(smtp_box.messages) == 1, "the claim still stands"
    due_now(mail)
    send_waiting_mails()
    first, second = smtp_box.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert not AccountMail.objects.exists()


def test_a_mail_is_given_up_in_the_end_and_its_row_stays_to_be_seen(smtp_box: SmtpBox) -> None:
    smtp_box.answer = lambda _message: "550 No such box"
    make_account("Anna", email="anna@example.org")
    mail = promise_mail(kind=RESET, address="anna@example.org")
    for _try in range(TRIES + 3):
        due_now(mail)
        send_promised_mail(mail.pk)
    mail.refresh_from_db()
    assert (mail.attempts, mail.gave_up) == (TRIES, True)


def test_waits_grow_between_tries(smtp_box: SmtpBox) -> None:
    smtp_box.answer = lambda _message: "451 Try again later"
    make_account("Anna", email="anna@example.org")
    mail = promise_mail(kind=RESET, address="anna@example.org")
    waits = []
    for _try in range(4):
        due_now(mail)
        send_promised_mail(mail.pk)
        mail.refresh_from_db()
        waits.append(round((mail.next_try_at - timezone.now()) / timedelta(minutes=1)))
    assert waits == [1, 2, 4, 8]


@pytest.mark.parametrize("confirmed", [True, False])
def test_nobody_is_written_to_without_a_reason(smtp_box: SmtpBox, *, confirmed: bool) -> None:
    account = make_account("Anna", email="anna@example.org")
    closed = make_account("Closed", email="closed@example.org", confirmed=confirmed)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    promise_mail(kind=CONFIRM, address="anna@example.org", account=account)
    promise_mail(kind=RESET, address="nobody@example.org")
    promise_mail(kind=RESET, address="closed@example.org")
    send_waiting_mails()
    assert smtp_box.messages == []
    assert not AccountMail.objects.exists()


def test_a_name_with_spaces_makes_a_message_id_that_mail_servers_take(
    smtp_box: SmtpBox, settings: Settings
) -> None:
    settings.APP_NAME = "My Quiet Diary"
    make_account("Anna", email="anna@example.org")
    send_promised_mail(promise_mail(kind=RESET, address="anna@example.org").pk)
    message_id = str(smtp_box.messages[0]["Message-ID"])
    assert message_id.endswith("@testserver>")
    assert " " not in message_id
