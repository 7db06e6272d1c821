from celery import shared_task
from django.utils import timezone

from monitoring.heartbeats import forget_old


@shared_task
def forget_heartbeats() -> None:
    forget_old(now=timezone.now())
