from celery import shared_task
from django.utils import timezone

from reports.services.links import forget_dead_links


@shared_task
def clean_up_reports() -> None:
    """Dead links to reports go a day later."""
    forget_dead_links(now=timezone.now())
