"""A patient's digest follows them from zone to zone."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import Patient
from reminders.models import DigestChoice
from reminders.services.digest_choices import plan_again


@receiver(post_save, sender=Patient)
def follow_the_zone(instance: Patient, **_told: object) -> None:
    elsewhere = DigestChoice.objects.exclude(time_zone=instance.time_zone).select_related("account")
    for choice in elsewhere.filter(pk=instance.user_id):
        choice.time_zone = instance.time_zone
        plan_again([choice], now=timezone.now())
