from celery import shared_task
from django.utils import timezone

from checklists.services import photos


@shared_task
def remove_old_photos() -> None:
    """Nightly: photos that are older than an installation keeps them."""
    photos.remove_old_photos(now=timezone.now())
