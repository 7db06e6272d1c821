"""Whether anything is sent at all."""

from datetime import datetime

from reminders.models import SendingPause
from reminders.models.sending_pause import THE_ONE


def paused_since() -> datetime | None:
    return SendingPause.objects.values_list("since", flat=True).first()


def is_paused() -> bool:
    return paused_since() is not None


def pause(*, now: datetime) -> datetime:
    """Since when it is paused: an earlier pause goes on. A mail in hand still leaves."""
    row, _made = SendingPause.objects.get_or_create(pk=THE_ONE, defaults={"since": now})
    return row.since


def resume() -> bool:
    """What waited goes out with the next minute. False where nothing was paused."""
    ended, _rows = SendingPause.objects.all().delete()
    return bool(ended)
