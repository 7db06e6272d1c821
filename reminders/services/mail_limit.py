"""So many mails a minute, all workers together: a mail server that is flooded shuts everybody out."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from reminders.models import MailMinute

KEPT = timedelta(hours=1)


def may_send(*, now: datetime) -> bool:
    """Count one mail in, if the minute has room."""
    limit = settings.MAILS_PER_MINUTE
    if not limit:
        return True
    minute = this_minute(now)
    room = MailMinute.objects.filter(pk=minute, mails__lt=limit)
    if room.update(mails=F("mails") + 1):
        return True
    _row, is_first = MailMinute.objects.get_or_create(pk=minute)
    return is_first and bool(room.update(mails=F("mails") + 1))


def this_minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def next_minute(now: datetime) -> datetime:
    return this_minute(now) + timedelta(minutes=1)


def forget_minutes(*, now: datetime) -> None:
    MailMinute.objects.filter(pk__lt=now - KEPT).delete()
