"""Web processes look after the scheduler and the mails that wait, and tell the operator by mail themselves.

Whatever is dead then, a worker or the scheduler, cannot tell it: so a request that somebody makes anyway
has its process look, beside it and once a minute at most, and no broker and no task is between.
"""

import logging
import smtplib
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Lock, Thread

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import DatabaseError, connection
from django.db.models import Max, Q
from django.template.loader import render_to_string
from django.utils import timezone

from monitoring.models import THE_ONE, Heartbeat, Kind, Watch
from reminders.services.overview import due_since, next_digest_at
from reminders.services.pausing import is_paused

log = logging.getLogger(__name__)

EVERY = 60.0  # seconds
# A restart, or a short night of the mail server, is no news.
SILENT_FOR = timedelta(minutes=10)
BACKLOG = timedelta(hours=1)
LASTING = timedelta(minutes=10)
# Nobody looked for so long: the whole system was stopped, and what it saw then was its end.
GAP = timedelta(minutes=5)
AGAIN = timedelta(days=1)
MAIL_TIMEOUT = 15  # seconds


class Watchman:
    """Of one process: when it looks next."""

    def __init__(self) -> None:
        self._next = float("-inf")
        self._lock = Lock()
        self._is_first = True

    def look_soon(self) -> Thread | None:
        """In a thread, so that no request waits for it; None where it has looked a moment ago."""
        with self._lock:
            if time.monotonic() < self._next:
                return None
            self._next = time.monotonic() + EVERY
            is_first, self._is_first = self._is_first, False
        thread = Thread(target=_look, args=(is_first,), name="watch", daemon=True)
        thread.start()
        return thread


def look(*, now: datetime, is_first: bool) -> None:
    """Tell the operator of a trouble that lasts, once a day at most. `is_first`: of this process."""
    found = list(troubles(now=now))
    if _lasts(bool(found), now=now, is_first=is_first) and _claim(now):
        try:
            _tell(found)
        except (OSError, smtplib.SMTPException) as error:
            log.error("the operator could not be told: %s", type(error).__name__)
        else:
            Watch.objects.update(told_at=now)


def troubles(*, now: datetime) -> Iterator[str]:
    """Each by the name of its words in the mail."""
    beats = Heartbeat.objects.filter(kind=Kind.SCHEDULER, start_id=settings.START_ID)
    last = beats.aggregate(at=Max("beaten_at"))["at"]
    if last is None or last < now - SILENT_FOR:
        yield "scheduler"
    waits = [moment for moment in (due_since(now=now), next_digest_at()) if moment is not None]
    if waits and min(waits) < now - BACKLOG:
        yield "pause" if is_paused() else "backlog"


def _look(is_first: bool) -> None:  # noqa: FBT001 - a thread's argument
    try:
        look(now=timezone.now(), is_first=is_first)
    except DatabaseError as error:
        log.warning("nobody could look after the scheduler: %s", type(error).__name__)
    finally:
        connection.close()


def _lasts(is_trouble: bool, *, now: datetime, is_first: bool) -> bool:  # noqa: FBT001 - what was seen
    watch, _made = Watch.objects.get_or_create(pk=THE_ONE, defaults={"seen_at": now})
    since = None if is_first and watch.seen_at < now - GAP else watch.trouble_since
    since = (since or now) if is_trouble else None
    Watch.objects.update(trouble_since=since, seen_at=now)
    return since is not None and since <= now - LASTING


def _claim(now: datetime) -> bool:
    """Of several processes that see it at once one tells it; after a while another one, if it could not."""
    rows = Watch.objects.filter(Q(told_at=None) | Q(told_at__lte=now - AGAIN))
    return bool(rows.update(told_at=now - AGAIN + LASTING))


def _tell(found: list[str]) -> None:
    words = {"app_name": settings.APP_NAME, "origin": settings.ORIGIN, "found": found}
    EmailMessage(
        subject=f"{settings.APP_NAME}: digests and reminders do not go out",
        body=render_to_string("monitoring/mails/trouble.txt", words),
        to=[settings.OPERATOR_EMAIL],
        headers={"Auto-Submitted": "auto-generated"},
        connection=get_connection(timeout=MAIL_TIMEOUT),
    ).send()
