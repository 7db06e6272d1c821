"""What follows for digests and reminders when a profile or a diary is written."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import Patient
from ledger.models import Operation
from reminders.models import DigestChoice
from reminders.services.digest_choices import plan_again
from reminders.services.evenings import take_back_evenings
from reminders.services.reminder_choices import follow

# What may answer a day.
ANSWERS = {"diary_day", "diary_sweep", "fall", "fall_change", "fall_restoration"}


@receiver(post_save, sender=Patient)
def follow_the_zone(instance: Patient, **_told: object) -> None:
    elsewhere = DigestChoice.objects.exclude(time_zone=instance.time_zone).select_related("account")
    for choice in elsewhere.filter(pk=instance.user_id):
        choice.time_zone = instance.time_zone
        plan_again([choice], now=timezone.now())


@receiver(post_save, sender=Patient)
def follow_the_evening(instance: Patient, update_fields: frozenset[str] | None, **_told: object) -> None:
    if update_fields is None or not update_fields.isdisjoint({"time_zone", "reminder_time"}):
        follow(instance, now=timezone.now())


@receiver(post_save, sender=Operation)
def take_back_what_is_answered(instance: Operation, **_told: object) -> None:
    """After the commit: the day is worked out by then. Whatever goes wrong, the entry is kept."""
    if instance.type in ANSWERS:
        later = partial(take_back_evenings, instance.patient_id, now=timezone.now())
        transaction.on_commit(later, robust=True)
