"""A mail that comes back for good switches its address off; its reader sees it and can say otherwise."""

import io
import mailbox
import sys
from contextlib import closing
from email import message_from_bytes
from email.message import EmailMessage
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as shaken
from hypothesis import strategies as st

from accounts.models import User
from reminders.domain.bounces import read_bounce
from reminders.models import DeadAddress, Delivery
from reminders.services.delivering import deliver_due
from tests.factors import confirmed
from tests.people import make_account, make_patient, signed_in
from tests.reminders.promises import clock_at, promised
from tests.reminders.reports import report_about
from tests.servers.smtp import SmtpBox

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return make_patient("Anna").user


@pytest.fixture
def mail(anna: User, smtp_box: SmtpBox) -> EmailMessage:
    """Anna's digest, as the mail server has it."""
    promised(anna)
    deliver_due(clock=clock_at())
    (sent,) = smtp_box.messages
    return sent


def read(report: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    out = StringIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(report)))
    call_command("read_bounces", "--mailbox", "-", stdout=out)
    return out.getvalue()


def is_off(account: User) -> bool:
    return DeadAddress.objects.filter(account=account, address=account.email).exists()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_annas_address_is_off_when_her_digest_comes_back(
    anna: User, mail: EmailMessage, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = read(report_about(mail, kind=kind), monkeypatch)
    assert said == "Mails read: 1. Addresses switched off: 1.\n"
    assert is_off(anna)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.why) == ("failed", "came_back")


def test_a_mail_that_is_late_or_a_mailbox_that_is_busy_is_not_dead(
    anna: User, mail: EmailMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(report_about(mail, action="delayed", status="4.4.1"), monkeypatch)
    read(report_about(mail, status="4.2.2"), monkeypatch)
    read(report_about(mail, action="delayed", status="5.4.1"), monkeypatch)
    read(report_about(mail, action="delivered", status="2.0.0"), monkeypatch)
    assert not is_off(anna)


def test_who_does_not_know_the_id_of_a_mail_switches_nobody_off(
    anna: User, mail: EmailMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        f"<{uuid4().hex}@testserver>",
        "<a@b>",
        "",
        str(mail["Message-ID"]).replace("test", "other"),
    ):
        read(report_about(mail, message_id=name), monkeypatch)
    assert not is_off(anna)


def test_who_has_a_mail_of_their_own_switches_nobody_else_off(
    anna: User, mail: EmailMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = make_account("Ben")
    read(report_about(mail, address=ben.email, to=ben.email), monkeypatch)
    assert not is_off(ben)
    assert not is_off(anna)


def test_a_mail_that_was_forwarded_and_came_back_from_there_counts_for_annas_address(
    anna: User, mail: EmailMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(report_about(mail, address="anna@her-new-job.example"), monkeypatch)
    assert is_off(anna)


def test_the_same_report_read_again_does_not_undo_what_anna_said(
    anna: User, mail: EmailMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(report_about(mail), monkeypatch)
    signed_in(anna).post("/address/use/")
    assert not is_off(anna)
    read(report_about(mail), monkeypatch)
    assert not is_off(anna)


@pytest.mark.parametrize("box", [mailbox.Maildir, mailbox.mbox])
def test_a_mailbox_is_read_and_left_as_it_is(
    anna: User, mail: EmailMessage, box: type[mailbox.Maildir | mailbox.mbox], tmp_path: Path
) -> None:
    path = str(tmp_path / "bounces")
    with closing(box(path)) as kept:
        kept.add(b"From: a@b.example\nSubject: hello\n\nNo report.\n")
        kept.add(report_about(mail))
    out = StringIO()
    call_command("read_bounces", "--mailbox", path, stdout=out)
    assert out.getvalue() == "Mails read: 2. Addresses switched off: 1.\n"
    assert is_off(anna)
    with closing(box(path)) as left:
        assert len(left) == 2


def test_an_operator_who_named_a_wrong_path_is_told_so_and_not_that_all_is_well(tmp_path: Path) -> None:
    (words := tmp_path / "words").write_text("root:x:0:0")
    (folder := tmp_path / "folder").mkdir()
    for path, why in (
        (tmp_path / "nothing", "nothing is there"),
        (words, "an mbox file begins with the word From"),
        (folder, "a Maildir holds the folders cur and new"),
    ):
        with pytest.raises(CommandError, match=f"{path} is no mailbox: {why}"):
            call_command("read_bounces", "--mailbox", str(path))


def test_a_mailbox_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (box := tmp_path / "bounces").touch()

    def refuses(*_arguments: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    for place in (Path, mailbox.mbox):
        with monkeypatch.context() as patch:
            patch.setattr(place, "open" if place is Path else "__init__", refuses)
            with pytest.raises(CommandError, match="cannot be read as a mailbox: Permission denied"):
                call_command("read_bounces", "--mailbox", str(box))


def test_a_mailbox_without_a_mail_is_one_all_the_same(tmp_path: Path) -> None:
    (box := tmp_path / "bounces").touch()
    out = StringIO()
    call_command("read_bounces", "--mailbox", str(box), stdout=out)
    assert out.getvalue() == "Mails read: 0. Addresses switched off: 0.\n"


@shaken(max_examples=200)
@given(st.binary(max_size=200), st.integers(0, 900), st.integers(0, 200))
def test_a_broken_report_breaks_nothing(noise: bytes, at: int, less: int) -> None:
    sent = EmailMessage()
    sent["To"], sent["Subject"], sent["Message-ID"] = "a@b.example", "Footing", f"<{'0' * 32}@testserver>"
    whole = report_about(sent)
    read_bounce(message_from_bytes(whole[:at] + noise + whole[at + less :]), host="testserver")


def test_anna_reads_that_mail_came_back_and_uses_her_address_again(anna: User) -> None:
    client = signed_in(anna)
    confirmed(client)
    assert "came back" not in client.get("/address/").content.decode()
    DeadAddress.objects.create(account=anna, address=anna.email)
    page = client.get("/address/").content.decode()
    assert f"Mail to {anna.email} came back on" in page
    assert "Use it again" in page
    assert client.get("/address/use/").status_code == 405
    assert is_off(anna)
    answer = client.post("/address/use/", follow=True)
    assert f"Mail goes to {anna.email} again." in answer.content.decode()
    assert "came back" not in answer.content.decode().replace("Mail goes", "")
    assert not is_off(anna)
