"""A photo's file goes with its row, whatever removes the row."""

from django.db.models.signals import post_delete
from django.dispatch import receiver

from checklists.models import Photo
from checklists.services.photos import forget_file


@receiver(post_delete, sender=Photo)
def file_goes_with_its_photo(sender: type[Photo], instance: Photo, **_signal: object) -> None:
    forget_file(instance.file)
