"""Who sends what: of several workers each takes rows that no other one has, for a while."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from reminders.models import Delivery

# Longer than a mail server may take over one mail. A worker that dies holds up its rows so long.
LEASE = timedelta(minutes=3)
# For what was due and is due again later: since when it should have left.
HELD = Coalesce("held_since", "next_try_at")


def claim_due(*, now: datetime, most: int) -> tuple[UUID, list[int]]:
    """Take up to `most` rows that are due, the longest waiting first; their claim and primary keys."""
    claim = uuid4()
    with transaction.atomic():
        due = Delivery.objects.due(now).select_for_update(skip_locked=True)
        keys = list(due.values_list("pk", flat=True)[:most])
        Delivery.objects.filter(pk__in=keys).update(claim=claim, claimed_until=now + LEASE)
    return claim, keys


def claim_one(key: int, *, now: datetime) -> UUID | None:
    """Take that row, whenever it is due; None where it has ended or somebody has it."""
    claim = uuid4()
    with transaction.atomic():
        free = Delivery.objects.filter(pk=key).free(now).select_for_update(skip_locked=True)
        taken = Delivery.objects.filter(pk__in=list(free.values_list("pk", flat=True)))
        return claim if taken.update(claim=claim, claimed_until=now + LEASE) else None


def begin_try(key: int, *, claim: UUID, now: datetime) -> bool:
    """Count a try, and hold the row for as long as it may take. False where it is somebody else's by now.

    Counted before anything is done: what kills its worker again and again comes to an end as well.
    """
    rows = Delivery.objects.claimed_by(claim).filter(pk=key)
    return bool(rows.update(tries=F("tries") + 1, claimed_until=now + LEASE))


def let_go(claim: UUID, *, until: datetime) -> None:
    """What was taken and not tried is everybody's again, from that moment on."""
    Delivery.objects.claimed_by(claim).update(
        claim=None, claimed_until=None, next_try_at=until, held_since=HELD
    )
