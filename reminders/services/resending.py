"""Sending once more what has ended, because an operator asks for it."""

from datetime import datetime, timedelta

from django.db.models import F

from reminders.domain.kinds import State
from reminders.models import Delivery

WANTED_FOR = timedelta(days=1)


class NotToBeResent(Exception):
    """A sentence about why."""


def promise_again(delivery: Delivery, *, again: bool, now: datetime) -> None:
    """Make it wait to be sent, whatever the hour. It still goes to nobody to whom nothing may go.

    One that failed or was dropped keeps its Message-ID: should the mail server have it all the same, its
    reader's mail program knows that it is one mail. One that was sent is written anew and is another mail
    (`again`): as the same one, that program would hide it. Raises NotToBeResent.
    """
    if delivery.state == State.WAITING:
        raise NotToBeResent("It waits to be sent, so there is nothing to send again.")
    if delivery.state == State.SENT and not again:
        raise NotToBeResent("It was sent. Say --again to send it as one more mail.")
    copies = F("copies") + 1 if delivery.state == State.SENT else F("copies")
    changed = Delivery.objects.filter(pk=delivery.pk, state=delivery.state).update(
        state=State.WAITING,
        why="",
        channel="",
        ended_at=None,
        tries=0,
        made_at=now,
        next_try_at=now,
        last_at=now + WANTED_FOR,
        at_once=True,
        copies=copies,
    )
    if not changed:
        raise NotToBeResent("Somebody else is sending it again just now.")
