from __future__ import annotations

from collections.abc import Iterator

from celery import shared_task
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from accounts.jobs import start_soon
from accounts.models import Patient
from logs.models import DirtyMonth
from logs.rates import behind_their_day, refresh_dirty, refresh_rates

# Patients whose rates one message asks for: a few seconds of work, so that a pass over everybody
# spreads over whatever workers there are, and a lost worker costs little.
KEYS_IN_A_RANGE = 2000
DIRTY_AT_ONCE = 1000


@shared_task
def refresh_patient_rates(patient_key: int) -> None:
    """After a write: the patient's rates again, as far as months are dirty."""
    refresh_dirty([patient_key], now=timezone.now())


@shared_task
def refresh_dirty_rates() -> None:
    """Every minute: what no message reached, because the broker or a worker was away."""
    keys = DirtyMonth.objects.order_by("marked_at").values_list("patient_id", flat=True)[:DIRTY_AT_ONCE]
    refresh_dirty(dict.fromkeys(keys), now=timezone.now())


@shared_task
def refresh_rates_after_midnight() -> None:
    """Every quarter of an hour: patients whose yesterday is not counted yet, wherever they live."""
    if behind_their_day(now=timezone.now()).exists():
        for first, last in _ranges():
            start_soon(refresh_range_behind, first, last)


@shared_task
def refresh_all_rates() -> None:
    """Nightly: all rates against the diary, so that whatever was missed lasts a day at most."""
    for first, last in _ranges():
        start_soon(refresh_range, first, last)


@shared_task
def refresh_range_behind(first: int, last: int) -> None:
    now = timezone.now()
    _refresh(behind_their_day(now=now).filter(pk__range=(first, last)).values_list("pk", flat=True))


@shared_task
def refresh_range(first: int, last: int) -> None:
    _refresh(Patient.objects.filter(pk__range=(first, last)).values_list("pk", flat=True))


def _refresh(keys: QuerySet[Patient, int]) -> None:
    for _done in refresh_rates(list(keys), now=timezone.now()):
        pass


def _ranges() -> Iterator[tuple[int, int]]:
    ends = Patient.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is not None:
        for first in range(ends["first"], ends["last"] + 1, KEYS_IN_A_RANGE):
            yield first, first + KEYS_IN_A_RANGE - 1
