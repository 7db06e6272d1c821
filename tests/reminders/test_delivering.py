"""What was promised is sent once, whatever happens to the mail server, and to whoever sends it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import psycopg
import pytest
from allauth.account.models import EmailAddress
from django.db import connection  # noqa: F401 - asked in a mark
from pytest_django.fixtures import Settings

from reminders.domain.kinds import Kind, State, Why
from reminders.domain.tries import MOST
from reminders.models import DeadAddress, Delivery
from reminders.services import delivering
from reminders.services.claiming import LEASE, begin_try, claim_due
from reminders.services.composing import COMPOSERS
from reminders.services.delivering import deliver_due, deliver_one
from reminders.services.letters import Letter
from reminders.services.telling import Told
from tests.people import make_patient
from tests.reminders.promises import MONDAY, Clock, clock_at, promised
from tests.servers.smtp import ACCEPTED, SmtpBox
from tests.servers.worker import current_database_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Clock:
    return clock_at()


def test_a_digest_arrives_once(smtp_box: SmtpBox, clock: Clock) -> None:
    anna = make_patient().user
    delivery = promised(anna)
    assert deliver_due(clock=clock) == 1
    assert deliver_due(clock=clock) == 0
    (mail,) = smtp_box.messages
    assert mail["To"] == anna.email
    assert mail["Message-ID"] == f"<{delivery.public_id.hex}@testserver>"
    delivery.refresh_from_db()
    assert (delivery.state, delivery.channel, delivery.ended_at, delivery.letter) == (
        "sent",
        "mail",
        MONDAY,
        None,
    )


def test_a_worker_that_dies_after_the_mail_server_has_it_leaves_a_second_copy_of_the_same_bytes(
    smtp_box: SmtpBox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    promised(make_patient().user)

    def dies(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivering, "_sent", dies)
        with pytest.raises(KeyboardInterrupt):
            deliver_due(clock=clock)
    assert deliver_due(clock=clock) == 0  # its lease still runs
    clock.goes_on(seconds=LEASE.total_seconds() + 1)
    assert deliver_due(clock=clock) == 1
    first, second = smtp_box.messages
    assert first.as_bytes() == second.as_bytes()


def test_two_workers_never_have_the_same_row() -> None:
    promised(make_patient().user)
    claim, keys = claim_due(now=MONDAY, most=50)
    assert claim_due(now=MONDAY, most=50)[1] == []
    later = MONDAY + LEASE + timedelta(seconds=1)
    other, again = claim_due(now=later, most=50)
    assert again == keys
    assert not begin_try(keys[0], claim=claim, now=later)
    assert begin_try(keys[0], claim=other, now=later)


def test_what_the_mail_server_does_not_take_now_is_tried_again(smtp_box: SmtpBox, clock: Clock) -> None:
    delivery = promised(make_patient().user)
    smtp_box.answer = lambda _mail: "450 Mailbox busy"
    deliver_due(clock=clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == (State.WAITING, 1)
    assert timedelta(minutes=1) <= delivery.next_try_at - MONDAY <= timedelta(minutes=1.5)
    smtp_box.answer = lambda _mail: ACCEPTED
    clock.goes_on(minutes=2)
    deliver_due(clock=clock)
    assert len(smtp_box.messages) == 1


def test_what_is_refused_for_good_ends_and_says_so(smtp_box: SmtpBox, clock: Clock) -> None:
    delivery = promised(make_patient().user)
    smtp_box.answer = lambda _mail: "554 No"
    deliver_due(clock=clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.why) == (State.FAILED, Why.REFUSED)


def test_a_mail_server_that_is_away_costs_nobody_a_try(settings: Settings, clock: Clock) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    deliveries = [promised(make_patient().user) for _number in range(3)]
    assert deliver_due(clock=clock) == 0
    for delivery in deliveries:
        delivery.refresh_from_db()
        assert (delivery.state, delivery.tries, delivery.claim) == (State.WAITING, 0, None)


def raises() -> Told:
    raise RuntimeError


@pytest.mark.parametrize(
    "told", [raises, lambda: Letter(to="a@b.example\nBcc: c@d.example", subject="", text="")]
)
def test_one_that_cannot_be_written_holds_up_nobody(
    told: Callable[[], Told], smtp_box: SmtpBox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison, healthy = promised(make_patient().user), promised(make_patient().user)
    write = COMPOSERS[Kind.DIGEST]

    def written(delivery: Delivery, now: datetime) -> Told:
        return told() if delivery.pk == poison.pk else write(delivery, now)

    monkeypatch.setattr(delivering, "COMPOSERS", {Kind.DIGEST: written})
    for _try in range(MOST + 1):
        deliver_due(clock=clock)
        clock.goes_on(minutes=97)
    healthy.refresh_from_db()
    poison.refresh_from_db()
    assert (healthy.state, healthy.ended_at) == (State.SENT, MONDAY)
    assert (poison.state, poison.why, poison.tries) == (State.FAILED, Why.BROKEN, MOST)


def test_an_address_that_is_none_holds_up_nobody(smtp_box: SmtpBox, clock: Clock) -> None:
    eve, anna = make_patient("Eve").user, make_patient("Anna").user
    delivery, _annas = promised(eve), promised(anna)
    EmailAddress.objects.filter(user=eve).update(email="eve@example.org\nBcc: all@example.org")
    deliver_due(clock=clock)
    assert [mail["To"] for mail in smtp_box.messages] == [anna.email]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries, delivery.claim) == (State.WAITING, 1, None)
    Delivery.objects.filter(pk=delivery.pk).update(tries=MOST - 1, next_try_at=MONDAY)
    deliver_due(clock=clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.why) == (State.FAILED, Why.BROKEN)


def test_one_that_kills_whoever_writes_it_comes_to_an_end(smtp_box: SmtpBox, clock: Clock) -> None:
    delivery = promised(make_patient().user)
    for _try in range(MOST):
        claim, _keys = claim_due(now=clock(), most=1)
        begin_try(delivery.pk, claim=claim, now=clock())  # and no more is heard
        clock.goes_on(minutes=4)
    deliver_due(clock=clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.why) == (State.FAILED, Why.GAVE_UP)
    assert smtp_box.messages == []


def test_nothing_goes_to_whom_nothing_may_go(smtp_box: SmtpBox, clock: Clock) -> None:
    leaving, off, unconfirmed, dead = (make_patient().user for _number in range(4))
    deliveries = [promised(account) for account in (leaving, off, unconfirmed, dead)]
    leaving.leaving_since = MONDAY
    leaving.save()
    off.is_active = False
    off.save()
    EmailAddress.objects.filter(user=unconfirmed).update(verified=False)
    DeadAddress.objects.create(account=dead, address=dead.email)
    deliver_due(clock=clock)
    for delivery in deliveries:
        delivery.refresh_from_db()
    assert [delivery.why for delivery in deliveries] == [Why.ENDED, Why.ENDED, Why.NO_ADDRESS, Why.NO_ADDRESS]
    assert smtp_box.messages == []


def test_an_address_that_changes_between_promise_and_mail_is_the_new_one(
    smtp_box: SmtpBox, clock: Clock
) -> None:
    anna = make_patient().user
    promised(anna)
    EmailAddress.objects.filter(user=anna).update(email="anna@elsewhere.example")
    deliver_due(clock=clock)
    assert [mail["To"] for mail in smtp_box.messages] == ["anna@elsewhere.example"]


def test_no_more_mails_leave_in_a_minute_than_the_installation_says(
    smtp_box: SmtpBox, clock: Clock, settings: Settings
) -> None:
    settings.MAILS_PER_MINUTE = 2
    for _number in range(5):
        promised(make_patient().user)
    sent = []
    for _minute in range(3):
        deliver_due(clock=clock)
        deliver_due(clock=clock)
        sent.append(len(smtp_box.messages))
        clock.goes_on(minutes=1)
    assert sent == [2, 4, 5]


def test_one_can_be_sent_at_once(smtp_box: SmtpBox, clock: Clock) -> None:
    delivery = promised(make_patient().user)
    Delivery.objects.update(next_try_at=MONDAY + timedelta(hours=5))
    assert deliver_one(delivery.pk, clock=clock)
    assert not deliver_one(delivery.pk, clock=clock)
    assert len(smtp_box.messages) == 1


def test_one_that_is_sent_by_hand_counts_in_its_minute_and_waits_where_it_is_full(
    smtp_box: SmtpBox, clock: Clock, settings: Settings
) -> None:
    settings.MAILS_PER_MINUTE = 2
    first, second, third = (promised(make_patient().user) for _number in range(3))
    assert deliver_one(first.pk, clock=clock)
    deliver_due(clock=clock)
    left = Delivery.objects.waiting().get()
    assert left.pk in (second.pk, third.pk)
    assert not deliver_one(left.pk, clock=clock)
    left.refresh_from_db()
    assert (left.claim, left.tries, left.next_try_at) == (None, 0, MONDAY + timedelta(minutes=1))
    assert len(smtp_box.messages) == 2
    clock.goes_on(minutes=1)
    assert deliver_due(clock=clock) == 1


@pytest.mark.parametrize("answer", ["550 No such mailbox", "550 5.1.1 No such user", "553 5.1.3 No address"])
def test_a_dead_mailbox_is_switched_off(answer: str, smtp_box: SmtpBox, clock: Clock) -> None:
    anna = make_patient().user
    promised(anna)
    smtp_box.refuses = answer
    deliver_due(clock=clock)
    assert [dead.address for dead in DeadAddress.objects.filter(account=anna)] == [anna.email]


@pytest.mark.parametrize("answer", ["550 5.7.1 Blocked", "554 No", "552 5.2.2 Mailbox full"])
def test_a_server_that_distrusts_us_switches_off_nobody(answer: str, smtp_box: SmtpBox, clock: Clock) -> None:
    delivery = promised(make_patient().user)
    smtp_box.refuses = answer
    deliver_due(clock=clock)
    assert not DeadAddress.objects.exists()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.why) == (State.FAILED, Why.REFUSED)


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has no server to lose")
@pytest.mark.django_db(transaction=True)
def test_a_database_that_restarts_while_a_mail_is_on_its_way_costs_no_second_copy(
    smtp_box: SmtpBox, clock: Clock
) -> None:
    delivery = promised(make_patient().user)

    def cut(_mail: object) -> str:
        with psycopg.connect(current_database_url(), autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        return ACCEPTED

    smtp_box.answer = cut
    deliver_due(clock=clock)
    delivery.refresh_from_db()
    assert (delivery.state, len(smtp_box.messages)) == (State.SENT, 1)
