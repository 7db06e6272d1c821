import logging

from celery import shared_task
from django.utils import timezone

from accounts.jobs import start_soon
from accounts.services.leaving import due
from belongings.models import Export
from belongings.services import exports
from belongings.services.erasing import erase

log = logging.getLogger(__name__)

AT_ONCE = 20  # accounts a minute: each is minutes of a diary's life, and seconds of work


@shared_task
def erase_due_accounts() -> None:
    """Every minute: accounts whose days of grace are over. The account itself is the promise."""
    erased = 0
    for account_key in due(timezone.now()):
        try:
            erased += erase(account_key=account_key, now=timezone.now())
        except Exception as error:  # noqa: BLE001 - whatever keeps one here keeps nobody behind it
            log.error("an account could not be erased: %s", type(error).__name__)
        if erased >= AT_ONCE:
            break


@shared_task
def make_export(export_key: int) -> None:
    exports.make_export(export_key=export_key, now=timezone.now())


@shared_task
def make_waiting_exports() -> None:
    """Every minute: archives that no message reached, and those whose day is over."""
    exports.end_old_exports(now=timezone.now())
    for export_key in Export.objects.to_make(timezone.now()).values_list("pk", flat=True)[:AT_ONCE]:
        start_soon(make_export, export_key)


@shared_task
def remove_left_archives() -> None:
    """Hourly: files that no row names."""
    exports.remove_what_nobody_names(now=timezone.now())
