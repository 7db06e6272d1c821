"""What an operator does with mails by hand: send a week's, look at one, send one again, pause all."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.domain.vocabulary import Scope
from accounts.models import AuditEvent, User
from frontend.trail_words import trail_lines
from reminders.domain.kinds import State, Why, in_words
from reminders.domain.weeks import IsoWeek
from reminders.models import Delivery
from reminders.services.delivering import deliver_due
from reminders.services.digest_choices import choice_of
from reminders.services.digest_weeks import STALLED, send_week
from reminders.services.digests import promise_digests
from reminders.services.pausing import pause, paused_since, resume
from tests.people import make_account, make_link, make_patient, make_therapist
from tests.reminders.promises import MONDAY, WEEK, clock_at, promised
from tests.servers.smtp import ACCEPTED, SmtpBox

pytestmark = pytest.mark.django_db


def said(command: str, *arguments: object) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue()


def this_week() -> IsoWeek:
    return IsoWeek.of(timezone.now().date())


def turns_it_off(account: User) -> None:
    choice = choice_of(account, now=timezone.now())
    choice.is_on = False
    choice.plan(timezone.now())
    choice.save()


def ends(delivery: Delivery, state: State, why: str = "") -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, why=why, ended_at=MONDAY, letter=None)


def test_everybodys_digest_goes_out_at_once_and_once_whatever_the_hour(smtp_box: SmtpBox) -> None:
    apia, honolulu = (make_patient(time_zone=zone) for zone in ("Pacific/Apia", "Pacific/Honolulu"))
    make_link(apia, theo := make_therapist(), Scope.FALLS)
    people = [apia.user, honolulu.user, theo]
    make_account("Ada")  # reads no digest
    assert said("send_digests") == f"Digests of {this_week()}: 3 sent now, 0 already had theirs.\n"
    assert {mail["To"] for mail in smtp_box.messages} == {account.email for account in people}
    assert said("send_digests") == f"Digests of {this_week()}: 0 sent now, 3 already had theirs.\n"
    promise_digests(now=timezone.now())
    deliver_due(clock=timezone.now)
    assert len(smtp_box.messages) == 3


def test_a_week_that_was_missed_is_made_up_for_when_an_operator_says_so(smtp_box: SmtpBox) -> None:
    week = this_week().previous()
    delivery = promised(make_patient().user)
    Delivery.objects.update(period=str(week))
    ends(delivery, State.DROPPED, Why.TOO_LATE)
    said("send_digests", "--week", week)
    delivery.refresh_from_db()
    assert delivery.state == State.SENT
    assert len(smtp_box.messages) == 1


def test_a_dry_run_says_how_many_and_writes_to_nobody(smtp_box: SmtpBox) -> None:
    make_patient()
    turns_it_off(make_patient().user)
    unconfirmed = make_patient().user
    EmailAddress.objects.filter(user=unconfirmed).update(verified=False)
    assert said("send_digests", "--dry-run") == (
        f"Digests of {this_week()}: 1 would be sent, 1 not (no address). Nobody was written to.\n"
    )
    assert (smtp_box.messages, Delivery.objects.count()) == ([], 0)
    said("send_digests")
    assert "0 would be sent. Nobody" in said("send_digests", "--dry-run")


@pytest.mark.parametrize("week", ["2026-48", "2026-W54", "48", "yesterday"])
def test_what_is_no_week_is_not_taken_for_one(week: str) -> None:
    with pytest.raises(CommandError, match="is not a week like 2026-W48"):
        call_command("send_digests", "--week", week)


def test_a_week_to_come_has_nothing_to_say() -> None:
    with pytest.raises(CommandError, match="has not begun yet"):
        call_command("send_digests", "--week", str(this_week().plus(2)))


@pytest.mark.parametrize("options", [["--dry-run"], []])
def test_a_week_of_which_nobody_knows_any_more_who_had_it_is_refused(options: list[str]) -> None:
    make_patient()
    for week in ("1990-W01", str(this_week().plus(-5))):
        with pytest.raises(CommandError, match="is too long ago: digests are made up for up to 4 weeks"):
            call_command("send_digests", "--week", week, *options)
    assert not Delivery.objects.exists()


def test_whoever_joined_after_a_week_gets_no_digest_of_it(smtp_box: SmtpBox) -> None:
    last = this_week().previous()
    early, _late = make_patient().user, make_patient().user
    User.objects.filter(pk=early.pk).update(date_joined=timezone.now() - timedelta(days=7))
    assert ": 1 would be sent. Nobody" in said("send_digests", "--week", last, "--dry-run")
    said("send_digests", "--week", last)
    assert [mail["To"] for mail in smtp_box.messages] == [early.email]


@time_machine.travel(MONDAY, tick=False)
def test_sending_a_week_ends_when_the_mail_server_stays_away_and_the_promises_stay(
    settings: Settings,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    make_patient()
    clock = clock_at()
    lefts = list(send_week(WEEK, clock=clock, wait=lambda: clock.goes_on(seconds=30)))
    assert set(lefts) == {1}
    assert clock() - MONDAY <= STALLED + timedelta(minutes=1)
    assert Delivery.objects.get().state == State.WAITING


@time_machine.travel(MONDAY, tick=False)
def test_a_limit_makes_sending_a_week_slower_and_not_shorter(smtp_box: SmtpBox, settings: Settings) -> None:
    settings.MAILS_PER_MINUTE = 1
    for _number in range(7):
        make_patient()
    clock = clock_at()
    lefts = list(send_week(WEEK, clock=clock, wait=lambda: clock.goes_on(seconds=30)))
    assert lefts[-1] == 0
    assert len(smtp_box.messages) == 7


def test_while_sending_is_paused_nothing_leaves_and_nothing_is_lost(smtp_box: SmtpBox) -> None:
    clock = clock_at()
    said("pause_sending")
    since = paused_since()
    said("pause_sending")
    assert paused_since() == since
    promised(make_patient().user)
    assert deliver_due(clock=clock) == 0
    with pytest.raises(CommandError, match="paused"):
        call_command("send_digests")
    assert smtp_box.messages == []
    assert "within a minute" in said("resume_sending")
    assert "not paused" in said("resume_sending")
    deliver_due(clock=clock)
    assert len(smtp_box.messages) == 1


@pytest.mark.django_db(transaction=True)
def test_a_pause_holds_up_the_rest_of_a_batch_that_is_under_way(smtp_box: SmtpBox) -> None:
    clock = clock_at()
    for _number in range(3):
        promised(make_patient().user)

    def pauses(_mail: object) -> str:
        pause(now=MONDAY)
        connection.close()  # the mail server's thread has one of its own
        return ACCEPTED

    smtp_box.answer = pauses
    deliver_due(clock=clock)
    assert len(smtp_box.messages) == 1
    smtp_box.answer = lambda _mail: ACCEPTED
    resume()
    deliver_due(clock=clock)
    assert len(smtp_box.messages) == 3


def test_one_that_failed_is_sent_after_all_as_the_same_mail(smtp_box: SmtpBox) -> None:
    delivery = promised(make_patient().user)
    ends(delivery, State.FAILED, Why.GAVE_UP)
    assert said("resend_delivery", delivery.public_id) == "sent\n"
    (mail,) = smtp_box.messages
    assert mail["Message-ID"] == f"<{delivery.public_id.hex}@testserver>"


def test_one_that_was_sent_goes_out_again_only_on_purpose_and_as_another_mail(smtp_box: SmtpBox) -> None:
    delivery = promised(make_patient().user)
    deliver_due(clock=clock_at())
    with pytest.raises(CommandError, match="--again"):
        call_command("resend_delivery", str(delivery.public_id))
    said("resend_delivery", delivery.public_id, "--again")
    assert [mail["Message-ID"] for mail in smtp_box.messages] == [
        f"<{delivery.public_id.hex}@testserver>",
        f"<{delivery.public_id.hex}.1@testserver>",
    ]


def test_one_goes_again_to_nobody_who_turned_digests_off(smtp_box: SmtpBox) -> None:
    anna = make_patient().user
    delivery = promised(anna)
    ends(delivery, State.FAILED, Why.BROKEN)
    turns_it_off(anna)
    assert said("resend_delivery", delivery.public_id) == "dropped: unsubscribed\n"
    assert smtp_box.messages == []


def test_one_that_waits_is_not_sent_twice_and_one_that_is_none_is_named() -> None:
    delivery = promised(make_patient().user)
    with pytest.raises(CommandError, match="waits to be sent"):
        call_command("resend_delivery", str(delivery.public_id))
    with pytest.raises(CommandError, match="no such delivery"):
        call_command("resend_delivery", str(uuid4()))


def test_an_operator_reads_annas_mail_only_by_her_address_and_she_can_see_that_they_did(
    smtp_box: SmtpBox,
) -> None:
    anna, ben = make_patient("Anna").user, make_patient("Ben").user
    delivery = promised(anna)
    with pytest.raises(CommandError, match="no such delivery of that account"):
        call_command("preview_delivery", str(delivery.public_id), "--account", ben.email)
    assert not AuditEvent.objects.about(anna).filter(subject="mail").exists()
    text = said("preview_delivery", delivery.public_id, "--account", anna.email)
    assert f"To: {anna.email}" in text
    assert smtp_box.messages == []
    events = list(AuditEvent.objects.about(anna).filter(subject="mail"))
    (line,) = trail_lines(events, reader=anna, today=timezone.localdate())
    assert line.sentence == "Whoever runs this service looked at your mail from this app."


def test_a_digest_is_looked_at_before_anything_is_promised() -> None:
    anna = make_patient().user
    choice_of(anna, now=timezone.now())
    assert f"To: {anna.email}" in said("preview_delivery", "--account", anna.email)
    assert not Delivery.objects.exists()
    turns_it_off(anna)
    assert said("preview_delivery", "--account", anna.email) == "Nothing would be sent now: unsubscribed\n"
    with pytest.raises(CommandError, match="No account has the address nobody@"):
        call_command("preview_delivery", "--account", "nobody@example.org")


def test_why_nothing_is_sent_is_said_in_the_words_of_the_docs(smtp_box: SmtpBox) -> None:
    ada = make_account("Ada")
    assert said("preview_delivery", "--account", ada.email) == "Nothing would be sent now: unsubscribed\n"
    choice_of(ada, now=timezone.now())
    assert said("preview_delivery", "--account", ada.email) == "Nothing would be sent now: not allowed\n"
    ends(delivery := promised(ada), State.FAILED, Why.GAVE_UP)
    assert said("resend_delivery", delivery.public_id) == "dropped: not allowed\n"
    documented = (Path(__file__).parents[2] / "docs" / "delivery.md").read_text()
    for why in Why:
        assert f"| *{in_words(why)}* |" in documented


def test_what_was_sent_is_not_kept_for_anybody_to_look_at(smtp_box: SmtpBox) -> None:
    anna = make_patient().user
    delivery = promised(anna)
    deliver_due(clock=clock_at())
    with pytest.raises(CommandError, match="not kept"):
        call_command("preview_delivery", str(delivery.public_id), "--account", anna.email)
