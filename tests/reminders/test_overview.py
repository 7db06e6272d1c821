"""Whoever runs the installation sees how sending goes, and nobody's mail."""

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from reminders.domain.kinds import State, Why
from reminders.models import DeadAddress, Delivery
from reminders.services.delivering import deliver_due
from reminders.services.digests import promise_digests
from reminders.services.overview import MANY, overview
from reminders.services.pausing import pause, resume
from tests.factors import with_app
from tests.people import make_account, make_admin, make_patient, signed_in
from tests.reminders.promises import MONDAY, WEEK, clock_at, promised, reads_on_mondays
from tests.servers.smtp import SmtpBox

pytestmark = pytest.mark.django_db

PAGE = "/admin/reminders/delivery/"
HOUR = timedelta(hours=1)


def test_where_nothing_was_promised_all_is_well() -> None:
    found = overview(now=MONDAY)
    assert (found.trouble, found.waiting, found.behind, found.digest_at) == ("", 0, timedelta(), None)


def test_the_last_and_the_next_run_are_known(smtp_box: SmtpBox) -> None:
    choice = reads_on_mondays(make_patient().user)
    promise_digests(now=MONDAY - HOUR)
    deliver_due(clock=clock_at())
    found = overview(now=MONDAY)
    assert found.last_runs == {"digests": MONDAY - HOUR, "sending": MONDAY}
    assert found.digest_at == choice.next_at


def test_a_digest_that_waits_for_tomorrow_is_no_backlog() -> None:
    promised(make_patient().user)
    Delivery.objects.update(next_try_at=MONDAY + HOUR)
    found = overview(now=MONDAY)
    assert (found.waiting, found.behind, found.trouble) == (1, timedelta(), "")


def test_a_backlog_grows_old_while_the_mail_server_is_away(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    promised(make_patient().user)
    clock = clock_at()
    for _minute in range(20):
        deliver_due(clock=clock)
        clock.goes_on(minutes=1)
    assert overview(now=clock()).trouble == "mails wait, the oldest one for 20 minutes"


def test_a_backlog_grows_old_while_mails_are_put_off(smtp_box: SmtpBox) -> None:
    smtp_box.answer = lambda _mail: "450 Mailbox busy"
    promised(make_patient().user)
    clock = clock_at()
    for _minute in range(20):
        deliver_due(clock=clock)
        clock.goes_on(minutes=1)
    assert overview(now=clock()).behind == timedelta(minutes=20)


def test_what_was_sent_after_all_is_no_backlog(smtp_box: SmtpBox) -> None:
    delivery = promised(make_patient().user)
    Delivery.objects.update(held_since=MONDAY - HOUR)
    deliver_due(clock=clock_at())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.held_since) == (State.SENT, None)


def test_a_digest_that_nobody_promises_is_told() -> None:
    choice = reads_on_mondays(make_patient().user)
    assert choice.next_at is not None
    assert overview(now=choice.next_at + timedelta(minutes=9)).trouble == ""
    assert "nobody promises" in overview(now=choice.next_at + timedelta(minutes=11)).trouble


def test_a_pause_is_told_before_all_else() -> None:
    pause(now=MONDAY)
    assert overview(now=MONDAY).trouble == "sending is paused since 2026-11-30 07:45 UTC"
    resume()
    assert overview(now=MONDAY).trouble == ""


def test_many_failures_are_told_and_a_few_are_somebodys_mailbox() -> None:
    for number in range(1, MANY + 1):
        delivery = promised(make_patient().user)
        Delivery.objects.filter(pk=delivery.pk).update(
            state=State.FAILED, why=Why.REFUSED, ended_at=MONDAY, next_try_at=MONDAY
        )
        told = overview(now=MONDAY).trouble
        assert told == (f"{MANY} mails failed within a day" if number == MANY else "")
    assert overview(now=MONDAY).failed == {"refused": MANY}
    assert overview(now=MONDAY + timedelta(days=2)).failed == {}


def test_ada_sees_how_sending_goes_and_not_whom_it_goes_to(smtp_box: SmtpBox) -> None:
    anna, ben = make_patient("Anna").user, make_patient("Ben").user
    delivery = promised(anna)
    smtp_box.answer = lambda _mail: "554 No"
    deliver_due(clock=clock_at())
    reads_on_mondays(ben)
    DeadAddress.objects.create(account=ben, address=ben.email)
    ada = signed_in(make_admin("Ada"))
    page = ada.get(PAGE).content.decode()
    assert str(delivery.public_id) in page
    for word in ("digests</th>", "sending</th>", "Next digest is due", "Addresses that mail came back from"):
        assert word in page
    one = ada.get(f"{PAGE}{delivery.pk}/change/").content.decode()
    assert "refused" in one
    for whose in (anna.email, anna.name, str(anna.public_id), ben.email):
        assert whose not in page + one
    assert ada.post(f"{PAGE}{delivery.pk}/delete/", {"post": "yes"}).status_code == 403
    assert ada.get(f"{PAGE}add/").status_code == 403


def test_ada_reads_moments_as_commands_say_them_and_reasons_in_words() -> None:
    delivery = promised(make_patient().user)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.DROPPED, why=Why.NO_ADDRESS, made_at=MONDAY, ended_at=MONDAY
    )
    page = signed_in(make_admin("Ada")).get(PAGE).content.decode()
    assert "How sending goes (times in UTC)" in page
    for cell in ("reason", "made", "ended"):
        told = "no address" if cell == "reason" else f"{MONDAY:%Y-%m-%d %H:%M}"
        assert f'<td class="field-{cell}">{told}</td>' in page


def test_ada_reads_which_weeks_were_missed() -> None:
    from django.utils import timezone

    delivery = promised(make_patient().user)
    ended = {"state": State.DROPPED, "why": Why.TOO_LATE, "ended_at": timezone.now()}
    Delivery.objects.filter(pk=delivery.pk).update(**ended)
    assert f"Missed in {WEEK}" in signed_in(make_admin("Ada")).get(PAGE).content.decode()


def test_nobody_else_and_no_admin_without_the_second_factor_sees_that_page(settings: Settings) -> None:
    assert signed_in(make_account("Eve")).get(PAGE).status_code == 302
    settings.SECOND_FACTOR = True
    ada = make_admin("Ada")
    assert signed_in(ada).get(PAGE).status_code == 302
    with_app(ada)
    assert signed_in(ada).get(PAGE).status_code == 200
