"""What follows for the aids somebody owned when the profile is saved, by whatever door."""

from collections.abc import Collection

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import Patient
from ledger.domain.times import local_date
from treatments.services.aids import follow_profile


@receiver(post_save, sender=Patient)
def aids_have_their_days(
    sender: type[Patient], instance: Patient, update_fields: Collection[str] | None = None, **kwargs: object
) -> None:
    is_new_and_bare = bool(kwargs.get("created")) and not instance.aids
    if (update_fields is None or "aids" in update_fields) and not is_new_and_bare:
        follow_profile(instance, today=local_date(timezone.now(), instance.time_zone))
