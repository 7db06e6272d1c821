"""Mail servers that fail as real ones do: nothing is lost, nobody is held up, and a refusal is seen."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from reminders.domain.kinds import State, Why
from reminders.domain.tries import MOST
from reminders.models import DeadAddress, Delivery
from reminders.services.claiming import LEASE
from reminders.services.delivering import deliver_due
from tests.conftest import _or_skip
from tests.people import make_patient
from tests.reminders.promises import MONDAY, Clock, clock_at, promised
from tests.servers.mail_recorder import HANG_UP, TAKEN, Fault, MailRecorder, Taken

pytestmark = pytest.mark.django_db

SLOW = float(os.environ.get("FALLRISK_SLOW_MAIL", "1"))  # seconds; real ones take 30


@pytest.fixture
def clock() -> Clock:
    return clock_at()


@pytest.fixture
def server(settings: Settings) -> Iterator[MailRecorder]:
    """That Django sends to."""
    recorder = MailRecorder()
    _or_skip(lambda: recorder.start().urls[0])
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", recorder.ports[0]
    yield recorder
    recorder.stop()


@pytest.fixture
def anna() -> User:
    account = make_patient("Anna").user
    promised(account)
    return account


@pytest.fixture
def bea(anna: User) -> User:
    """After Anna, by the same connection."""
    account = make_patient("Bea").user
    promised(account)
    return account


def passes(clock: Clock, *, minutes: int) -> None:
    for _minute in range(minutes):
        while deliver_due(clock=clock):
            pass
        clock.goes_on(minutes=1)


def to(account: User, server: MailRecorder) -> list[Taken]:
    return [mail for mail in server.taken() if mail.to == account.email]


def what_became_of(account: User) -> tuple[str, str, int]:
    delivery = Delivery.objects.get(account=account)
    return delivery.state, delivery.why, delivery.tries


@pytest.mark.parametrize(
    "fault",
    [
        Fault(at="connect", answer="421 Too busy"),
        Fault(at="connect", answer="554 Not you"),
        Fault(at="starttls", answer="454 TLS not available due to temporary reason"),
        Fault(at="starttls", answer="220 Go ahead"),  # and then it speaks no TLS
    ],
)
def test_a_server_that_takes_nothing_from_anybody_costs_nobody_a_try(
    fault: Fault, server: MailRecorder, settings: Settings, anna: User, bea: User
) -> None:
    clock = clock_at()
    settings.EMAIL_USE_TLS = fault.at == "starttls"
    server.fails(fault)
    passes(clock, minutes=30)
    assert [what_became_of(account) for account in (anna, bea)] == [(State.WAITING, "", 0)] * 2
    settings.EMAIL_USE_TLS = False
    server.fails()
    passes(clock, minutes=2)
    assert [what_became_of(account) for account in (anna, bea)] == [(State.SENT, "", 1)] * 2
    assert len(server.taken()) == 2


def test_without_encryption_where_it_is_asked_for_nothing_is_sent(
    server: MailRecorder, settings: Settings, clock: Clock, anna: User
) -> None:
    settings.EMAIL_USE_TLS = True  # the server knows no STARTTLS
    passes(clock, minutes=3)
    assert server.taken() == []
    assert what_became_of(anna) == (State.WAITING, "", 0)


def test_a_busy_mailbox_is_tried_again_and_holds_up_nobody(
    server: MailRecorder, clock: Clock, anna: User, bea: User
) -> None:
    server.fails(Fault(at="rcpt", answer="450 Mailbox busy", to=anna.email))
    passes(clock, minutes=1)
    assert what_became_of(anna) == (State.WAITING, "", 1)
    assert Delivery.objects.get(account=bea).ended_at == MONDAY
    server.fails()
    passes(clock, minutes=2)
    assert what_became_of(anna) == (State.SENT, "", 2)
    assert len(server.taken()) == 2


def test_more_mails_than_a_connection_takes_go_by_the_next_one(server: MailRecorder, clock: Clock) -> None:
    for _number in range(12):
        promised(make_patient().user)
    server.fails(Fault(at="rcpt", answer="452 Too many mails on this connection", after=3))
    passes(clock, minutes=3)
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}
    assert len(server.taken()) == 12


@pytest.mark.parametrize(
    ("fault", "address_is_dead"),
    [
        (Fault(at="rcpt", answer="550 No such mailbox"), True),
        (Fault(at="data", answer="554 We do not like the look of it"), False),
    ],
)
def test_a_refusal_ends_it_is_seen_and_holds_up_nobody(
    fault: Fault, address_is_dead: bool, server: MailRecorder, anna: User, bea: User
) -> None:
    server.fails(replace(fault, to=anna.email))
    passes(clock_at(), minutes=1)
    assert what_became_of(anna) == (State.FAILED, Why.REFUSED, 1)
    assert what_became_of(bea) == (State.SENT, "", 1)
    assert DeadAddress.objects.filter(account=anna).exists() is address_is_dead


def test_a_slow_server_is_waited_for_and_has_one_copy(
    server: MailRecorder, settings: Settings, clock: Clock, anna: User, bea: User
) -> None:
    assert LEASE.total_seconds() > settings.EMAIL_TIMEOUT == 60 > SLOW
    server.fails(Fault(at="data", answer=TAKEN, seconds=SLOW, to=anna.email))
    passes(clock, minutes=10)
    assert [len(to(account, server)) for account in (anna, bea)] == [1, 1]
    assert what_became_of(anna) == (State.SENT, "", 1)


def test_a_server_slower_than_anybody_waits_has_two_copies_of_the_same_bytes(
    server: MailRecorder, settings: Settings, clock: Clock, anna: User, bea: User
) -> None:
    settings.EMAIL_TIMEOUT = 1
    server.fails(Fault(at="data", answer=TAKEN, seconds=2, to=anna.email))
    passes(clock, minutes=1)
    server.fails()
    passes(clock, minutes=3)
    first, second = to(anna, server)
    assert (first.message_id, first.digest) == (second.message_id, second.digest)
    assert len(to(bea, server)) == 1


def test_an_answer_that_is_lost_makes_a_second_copy_of_the_same_bytes_and_no_third(
    server: MailRecorder, clock: Clock, anna: User, bea: User
) -> None:
    server.fails(Fault(at="data", answer=HANG_UP, to=anna.email))
    passes(clock, minutes=1)
    assert what_became_of(anna) == (State.WAITING, "", 1)
    assert what_became_of(bea) == (State.SENT, "", 1)
    server.fails()
    passes(clock, minutes=10)
    first, second = to(anna, server)
    assert (first.message_id, first.digest) == (second.message_id, second.digest)
    assert second.at > first.at
    assert Delivery.objects.get(account=anna).ended_at < MONDAY + timedelta(minutes=3)  # type: ignore[operator]


def test_a_mailbox_that_stays_busy_ends_in_a_failure_that_is_seen(
    server: MailRecorder, clock: Clock, anna: User
) -> None:
    server.fails(Fault(at="rcpt", answer="450 Mailbox busy"))
    for _quarter in range(4 * 24 * 6):
        deliver_due(clock=clock)
        clock.goes_on(minutes=15)
    assert what_became_of(anna) == (State.FAILED, Why.GAVE_UP, MOST)
