"""The pass over all rates that Celery runs at night, in the foreground."""

import argparse

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Patient
from logs.domain.windows import Month
from logs.models import DirtyMonth
from logs.rates import behind_their_day, refresh_rates

BAR_WIDTH = 40


class Command(BaseCommand):
    help = "Computes fall rates now: those behind the diary, those of a month and later, or all."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--month", type=month, metavar="YYYY-MM", help="windows that end then or later")
        which.add_argument("--all", action="store_true", help="every window of every patient")

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        since = options["month"]
        if since is None and not options["all"]:
            behind = behind_their_day(now=now).values_list("pk", flat=True)
            keys = sorted({*behind, *DirtyMonth.objects.values_list("patient_id", flat=True)})
        else:
            keys = list(Patient.objects.order_by("pk").values_list("pk", flat=True))
        if isinstance(since, Month) and since > Month.of(now.date()).next():
            raise CommandError(f"{since} has not begun yet.")
        done = 0
        for number in refresh_rates(keys, now=now, since=since if isinstance(since, Month) else None):
            done += number
            self._show(done, len(keys))
        self.stdout.write(f"Rates of {done} patients are up to date.")

    def _show(self, done: int, of: int) -> None:
        if self.stderr.isatty():
            filled = BAR_WIDTH * done // of
            self.stderr.write(f"\r[{'#' * filled}{' ' * (BAR_WIDTH - filled)}] {done} of {of}", ending="")
            if done == of:
                self.stderr.write("")


def month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a month like 2026-03") from None
