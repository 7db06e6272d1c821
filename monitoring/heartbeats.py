"""Heartbeats: written when a process starts and every minute from then on."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone

from monitoring.models import Heartbeat, Kind

log = logging.getLogger(__name__)

# One comes every minute and two may be missed; a dead process shows within three minutes.
FRESH_FOR = timedelta(seconds=150)
KEPT_FOR = timedelta(days=1)


def beat(kind: Kind, instance: str, queues: Sequence[str] = ()) -> None:
    """Say that this process is alive. A database that is away costs a beat and nothing else."""
    now = timezone.now()
    try:
        Heartbeat.objects.update_or_create(
            kind=kind,
            instance=instance,
            defaults={"queues": list(queues), "start_id": settings.START_ID, "beaten_at": now},
            create_defaults={
                "queues": list(queues),
                "start_id": settings.START_ID,
                "started_at": now,
                "beaten_at": now,
            },
        )
    except DatabaseError as error:
        log.warning("no heartbeat of the %s: %s", kind, type(error).__name__)


def fresh(kind: Kind, *, now: datetime) -> QuerySet[Heartbeat]:
    """The living processes of this start."""
    return Heartbeat.objects.filter(kind=kind, start_id=settings.START_ID, beaten_at__gt=now - FRESH_FOR)


def forget_old(*, now: datetime) -> None:
    Heartbeat.objects.filter(beaten_at__lt=now - KEPT_FOR).delete()
