"""All digests of one week at once, as an operator asks for them: whatever the hour, each reader once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta

from django.db.models import QuerySet

from reminders.domain.digest_times import MISSED_TOLD
from reminders.domain.kinds import Kind, State, Why
from reminders.domain.weeks import DAYS, IsoWeek
from reminders.models import Delivery, DigestChoice
from reminders.models.delivery import DeliveryQuerySet
from reminders.services.claiming import LEASE
from reminders.services.delivering import Clock, deliver_due
from reminders.services.digest_choices import give_choices
from reminders.services.previews import told_now
from reminders.services.telling import Told

AT_ONCE = 1000
# Nothing was dealt with for so long: whoever has the rest is slow, dead, or waits for the mail server.
STALLED = LEASE + timedelta(minutes=1)
EARLIEST_ZONE = timedelta(hours=14)


def has_begun(week: IsoWeek, *, now: datetime) -> bool:
    """Somewhere on earth."""
    return week <= IsoWeek.of((now + EARLIEST_ZONE).date())


def is_too_old(week: IsoWeek, *, now: datetime) -> bool:
    """Who had a digest so long ago is no longer known: rows are forgotten. And nobody reads it any more."""
    return week < IsoWeek.of(now.date()).plus(-MISSED_TOLD)


def digests_of(week: IsoWeek) -> DeliveryQuerySet:
    return Delivery.objects.filter(kind=Kind.DIGEST, period=str(week))


def promise_week(week: IsoWeek, *, now: datetime) -> None:
    """A row for each reader who wants a digest and has none of that week, due now; so are those that wait.

    What was missed is made up for: nobody had it.
    """
    give_choices(now=now)
    keys = list(_readers(week).values_list("pk", flat=True))
    for first in range(0, len(keys), AT_ONCE):
        rows = [_row(key, week, now) for key in keys[first : first + AT_ONCE]]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    due = {"next_try_at": now, "last_at": now + timedelta(days=DAYS), "at_once": True}
    missed = digests_of(week).filter(state=State.DROPPED, why=Why.TOO_LATE)
    missed.update(state=State.WAITING, why="", ended_at=None, made_at=now, tries=0, **due)
    digests_of(week).waiting().update(**due)


def send_week(week: IsoWeek, *, clock: Clock, wait: Callable[[], object]) -> Iterator[int]:
    """Send them, as workers do and beside them; how many are left, again and again until none is.

    Ends with some left where nothing was dealt with for a while: workers go on with those.
    """
    promise_week(week, now=clock())
    moved, left = clock(), digests_of(week).waiting().count()
    yield left
    while left and clock() - moved < STALLED:
        if not (dealt_with := deliver_due(clock=clock)):
            wait()
        before, left = left, digests_of(week).waiting().count()
        if dealt_with or left < before:
            moved = clock()
        yield left


def would_send(week: IsoWeek, *, now: datetime) -> Iterator[Told]:
    """What each reader who has no digest of the week would get. Nothing is kept, and nobody is written to."""
    give_choices(now=now)
    over = digests_of(week).exclude(state=State.WAITING).exclude(state=State.DROPPED, why=Why.TOO_LATE)
    for choice in (
        _readers(week).exclude(account__in=over.values("account")).select_related("account").iterator()
    ):
        row = digests_of(week).filter(account=choice.account_id).first() or _row(choice.pk, week, now)
        row.account = choice.account
        yield told_now(row, now=now)


def _readers(week: IsoWeek) -> QuerySet[DigestChoice]:
    """Whose account was there by the end of that week."""
    over = datetime.combine(week.last + timedelta(days=1), time(), UTC)
    wanted = DigestChoice.objects.filter(is_on=True, account__is_active=True, account__leaving_since=None)
    return wanted.filter(account__date_joined__lt=over).order_by("pk")


def _row(account: int, week: IsoWeek, now: datetime) -> Delivery:
    return Delivery(
        account_id=account,
        kind=Kind.DIGEST,
        period=str(week),
        made_at=now,
        next_try_at=now,
        last_at=now + timedelta(days=DAYS),
        at_once=True,
    )
