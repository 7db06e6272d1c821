"""What follows for a diary when the profile is saved, by whatever door."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import Patient
from logs.services.diary_beginning import begin_by_today


@receiver(post_save, sender=Patient)
def no_diary_begins_tomorrow(sender: type[Patient], instance: Patient, **kwargs: object) -> None:
    begin_by_today(instance, now=timezone.now())
