"""Sending what was promised: each row once, whatever dies meanwhile (docs/delivery.md).

A try has two halves. The first looks at account, consent and address, writes the letter and commits it
with the row; the second hands it to the mail server and commits that it was taken. Whoever dies between
leaves a row whose lease runs out, with the letter that goes out again as it was: same bytes, same
Message-ID.
"""

import logging
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import QuerySet

from reminders.domain.kinds import Channel, Kind, State, Why
from reminders.domain.outcomes import Outcome
from reminders.domain.tries import MOST, wait_after
from reminders.models import Delivery
from reminders.services.addresses import switch_off
from reminders.services.claiming import HELD, begin_try, claim_due, claim_one, let_go
from reminders.services.composing import COMPOSERS
from reminders.services.letters import Letter, mail_of
from reminders.services.mail_limit import may_send, next_minute
from reminders.services.mail_server import MailServer, NotTaken, Refused, ServerAway
from reminders.services.pausing import is_paused
from reminders.services.planner_runs import SENDING, note_run
from reminders.services.push import push_to
from reminders.services.telling import Later, Nudge, Told

log = logging.getLogger(__name__)

AT_ONCE = 50  # rows that one worker holds
PATIENCE = 120.0  # seconds that one call lasts at most, well under a task's limit
SERVER_AWAY = timedelta(minutes=1)
DATABASE_AWAY = 60.0  # seconds; with a mail server as slow as it may be that is still within a lease

Clock = Callable[[], datetime]


def deliver_due(*, clock: Clock) -> int:
    """Send what is due, up to AT_ONCE; how many rows were dealt with, 0 when there is nothing more to do."""
    note_run(SENDING, now=clock())
    if is_paused():
        return 0
    claim, keys = claim_due(now=clock(), most=AT_ONCE)
    done = 0
    last = time.monotonic() + PATIENCE
    with MailServer() as server:
        for key in keys:
            if time.monotonic() > last or is_paused():
                let_go(claim, until=clock())
                break
            if not may_send(now=clock()):
                let_go(claim, until=next_minute(clock()))
                return 0
            try:
                _deliver(key, claim, server, clock)
            except ServerAway:
                log.warning("the mail server is away")
                let_go(claim, until=clock() + SERVER_AWAY)
                return 0
            done += 1
    return done


def deliver_one(key: int, *, clock: Clock) -> bool:
    """Send this one now. False where somebody else is at it, the mail server is away, all is paused, or
    this minute has had its mails: workers send it then."""
    claim = None if is_paused() else claim_one(key, now=clock())
    if claim is None:
        return False
    if not may_send(now=clock()):
        let_go(claim, until=next_minute(clock()))
        return False
    try:
        with MailServer() as server:
            _deliver(key, claim, server, clock)
    except ServerAway:
        let_go(claim, until=clock() + SERVER_AWAY)
        return False
    return True


def _deliver(key: int, claim: UUID, server: MailServer, clock: Clock) -> None:
    if not begin_try(key, claim=claim, now=clock()):
        return
    delivery = Delivery.objects.select_related("account").get(pk=key)
    if delivery.tries > MOST:
        _end(delivery, claim, State.FAILED, Why.GAVE_UP, clock)
        return
    try:
        told = _tell(delivery, claim, clock())
    except Exception as error:  # noqa: BLE001 - one row that can't be written keeps up no other
        _broken(delivery, claim, clock, error)
        return
    match told:
        case Why():
            _end(delivery, claim, State.DROPPED, told, clock)
        case Later():
            _mine(delivery, claim).update(
                claim=None, claimed_until=None, tries=delivery.tries - 1, next_try_at=told.at, held_since=None
            )
        case Nudge() if _is_pushed(delivery, told):
            _sent(delivery, claim, Channel.PUSH, clock)
        case _:
            _hand_over(delivery, claim, server, clock)


def _tell(delivery: Delivery, claim: UUID, now: datetime) -> Told:
    """What to send, and the letter of it kept with the row."""
    if now > delivery.last_at:
        return Why.TOO_LATE
    if not delivery.account.is_active or delivery.account.is_leaving:
        return Why.ENDED
    with transaction.atomic():
        told = COMPOSERS[Kind(delivery.kind)](delivery, now)
        letter = told.letter if isinstance(told, Nudge) else told
        if isinstance(letter, Letter):
            _keep(delivery, claim, letter)
    return told


def _keep(delivery: Delivery, claim: UUID, letter: Letter) -> None:
    """A letter that may have been sent stays as it was, unless it would tell more, or to somebody else."""
    kept = delivery.letter
    if kept is not None and (kept["to"], kept["basis"]) == (letter.to, letter.basis):
        return
    delivery.letter = letter.kept()
    _mine(delivery, claim).update(letter=delivery.letter)


def _is_pushed(delivery: Delivery, nudge: Nudge) -> bool:
    if delivery.letter is not None and delivery.tries > 1:
        return False  # it may have been pushed, or not: the mail is what is certain
    outcomes = push_to(account=delivery.account, message=nudge.push)
    return Outcome.TAKEN in outcomes.values()


def _hand_over(delivery: Delivery, claim: UUID, server: MailServer, clock: Clock) -> None:
    if delivery.letter is None:  # a push that no phone took, to somebody who has no address
        _end(delivery, claim, State.DROPPED, Why.NO_ADDRESS, clock)
        return
    letter = Letter.read(delivery.letter)
    try:
        server.send(mail_of(letter, delivery=delivery))
    except ServerAway:
        _mine(delivery, claim).update(tries=delivery.tries - 1)
        raise
    except Refused as refused:
        if refused.at_address:
            switch_off(account=delivery.account, address=letter.to)
        _end(delivery, claim, State.FAILED, Why.REFUSED, clock)
    except NotTaken:
        _try_later(delivery, claim, clock, why=Why.GAVE_UP)
    except Exception as error:  # noqa: BLE001 - a letter that makes no mail keeps up no other
        _broken(delivery, claim, clock, error)
    else:
        _sent(delivery, claim, Channel.MAIL, clock)


def _broken(delivery: Delivery, claim: UUID, clock: Clock, error: Exception) -> None:
    log.error("delivery %s can't be written: %s", delivery.pk, type(error).__name__)
    _try_later(delivery, claim, clock, why=Why.BROKEN)


def _try_later(delivery: Delivery, claim: UUID, clock: Clock, *, why: Why) -> None:
    if delivery.tries >= MOST:
        _end(delivery, claim, State.FAILED, why, clock)
        return
    again = clock() + wait_after(delivery.tries, chance=random.random)
    _mine(delivery, claim).update(claim=None, claimed_until=None, next_try_at=again, held_since=HELD)


def _sent(delivery: Delivery, claim: UUID, channel: Channel, clock: Clock) -> None:
    """A database that is just coming back is waited for: what is not written down is sent again."""
    last = time.monotonic() + DATABASE_AWAY
    while True:
        try:
            _end(delivery, claim, State.SENT, "", clock, channel=channel)
        except (InterfaceError, OperationalError):
            if time.monotonic() > last:
                raise
            connection.close()
            time.sleep(0.2)
        else:
            return


def _end(delivery: Delivery, claim: UUID, state: State, why: Why | str, clock: Clock, **more: str) -> None:
    over = {"claim": None, "claimed_until": None, "letter": None, "held_since": None, "ended_at": clock()}
    _mine(delivery, claim).update(state=state, why=why, **over, **more)


def _mine(delivery: Delivery, claim: UUID) -> QuerySet[Delivery]:
    """The row, as long as nobody took it over."""
    return Delivery.objects.claimed_by(claim).filter(pk=delivery.pk)
