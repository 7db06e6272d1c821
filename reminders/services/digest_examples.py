"""This week's digest to whoever asks for it now, whatever the hour."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from accounts.models import User
from reminders.domain.kinds import Kind, State
from reminders.domain.periods import DigestPeriod
from reminders.models import Delivery, DigestChoice
from reminders.services.digest_choices import choice_of
from reminders.services.digest_contents import is_reader
from reminders.services.pausing import is_paused

WANTED = timedelta(hours=1)
BETWEEN = timedelta(minutes=10)


class NoExample(Exception):
    """None is promised."""


class NothingToRead(NoExample):
    """They keep no diary, and nobody lets them see theirs."""


class SendingRests(NoExample):
    """An operator paused all mails."""


class ExampleOnItsWay(NoExample):
    """The last one has not been sent yet."""


class ExampleTooSoon(NoExample):
    """The last one was sent, or failed, just now; another one is promised from `again_at` on."""

    def __init__(self, *, was_sent: bool, again_at: datetime) -> None:
        self.was_sent, self.again_at = was_sent, again_at
        super().__init__()


@transaction.atomic
def promise_example(account: User, *, now: datetime) -> None:
    """Raises NoExample where it would not come."""
    if not is_reader(account, now=now):
        raise NothingToRead
    if is_paused():
        raise SendingRests
    week = choice_of(account, now=now).times.week_at(now)
    DigestChoice.objects.select_for_update().get(pk=account.pk)  # whoever presses twice at once has one
    _look_back(account, now)
    Delivery.objects.create(
        account=account,
        kind=Kind.DIGEST,
        period=str(DigestPeriod(week, uuid4())),
        made_at=now,
        next_try_at=now,
        last_at=now + WANTED,
        at_once=True,
    )


def _look_back(account: User, now: datetime) -> None:
    examples = Delivery.objects.filter(account=account, kind=Kind.DIGEST, period__contains=" ")
    last = examples.order_by("-made_at", "-pk").first()
    if last is None:
        return
    if last.state == State.WAITING:
        raise ExampleOnItsWay
    if last.made_at > now - BETWEEN:
        raise ExampleTooSoon(was_sent=last.state == State.SENT, again_at=last.made_at + BETWEEN)
