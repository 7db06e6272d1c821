"""What nobody needs any more goes."""

from datetime import datetime, timedelta

from reminders.models import Delivery
from reminders.services.mail_limit import forget_minutes

# Whatever a promise was about is long over: it is not promised again.
DELIVERIES_KEPT = timedelta(days=120)


def clean_up(*, now: datetime) -> None:
    Delivery.objects.filter(ended_at__lt=now - DELIVERIES_KEPT).delete()
    forget_minutes(now=now)
