from celery import shared_task
from django.utils import timezone

from accounts.models import Patient
from logs.models import DirtyMonth
from logs.rates import behind_their_day, refresh_dirty, refresh_rates


@shared_task
def refresh_patient_rates(patient_key: int) -> None:
    """After a write: the patient's rates again, as far as months are dirty."""
    refresh_dirty([patient_key], now=timezone.now())


@shared_task
def refresh_dirty_rates() -> None:
    """Every minute: what no message reached, because the broker or a worker was away."""
    keys = DirtyMonth.objects.order_by("marked_at").values_list("patient_id", flat=True)[:1000]
    refresh_dirty(dict.fromkeys(keys), now=timezone.now())


@shared_task
def refresh_rates_after_midnight() -> None:
    now = timezone.now()
    for _done in refresh_rates(behind_their_day(now=now).values_list("pk", flat=True), now=now):
        pass


@shared_task
def refresh_all_rates() -> None:
    """Nightly: all rates against the diary, so that whatever was missed lasts a day at most."""
    keys = Patient.objects.order_by("pk").values_list("pk", flat=True)
    for _done in refresh_rates(keys.iterator(chunk_size=2000), now=timezone.now()):
        pass
