"""The digests to be sent in one week, whatever the hour."""

import argparse
import time
from collections import Counter

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reminders.domain.digest_times import MISSED_TOLD
from reminders.domain.kinds import State, in_words
from reminders.domain.weeks import IsoWeek
from reminders.services.digest_weeks import digests_of, has_begun, is_too_old, send_week, would_send
from reminders.services.letters import Letter
from reminders.services.pausing import is_paused

BETWEEN_LOOKS = 1.0  # seconds, while others send or the mail server rests


class Command(BaseCommand):
    help = "Sends the weekly digests of an ISO week to whoever had none, and returns when they are sent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--week", type=week, metavar="YYYY-Www", help="this one (in UTC) unless said")
        parser.add_argument("--dry-run", action="store_true", help="say how many, and send none")

    def handle(self, *, week: IsoWeek | None, dry_run: bool, **_options: object) -> None:
        week = week or IsoWeek.of(timezone.now().date())
        if not has_begun(week, now=timezone.now()):
            raise CommandError(f"{week} has not begun yet.")
        if is_too_old(week, now=timezone.now()):
            raise CommandError(f"{week} is too long ago: digests are made up for up to {MISSED_TOLD} weeks.")
        if dry_run:
            self._count(week)
        else:
            self._send(week)

    def _count(self, week: IsoWeek) -> None:
        told = Counter(_word(each) for each in would_send(week, now=timezone.now()))
        number = told.pop("", 0)
        self.stdout.write(f"Digests of {week}: {number} would be sent{_listed(told)}. Nobody was written to.")

    def _send(self, week: IsoWeek) -> None:
        if is_paused():
            raise CommandError("Sending is paused. Say resume_sending first.")
        left, had = 0, _sent(week)
        for left in send_week(week, clock=timezone.now, wait=lambda: time.sleep(BETWEEN_LOOKS)):
            if self.stderr.isatty():
                self.stderr.write(f"\r{left} left ", ending="")
        ended = digests_of(week).exclude(state__in=[State.WAITING, State.SENT])
        told = Counter(f"{state}: {in_words(why)}" for state, why in ended.values_list("state", "why"))
        now_sent = f"{_sent(week) - had} sent now"
        self.stdout.write(f"Digests of {week}: {now_sent}, {had} already had theirs{_listed(told)}.")
        if left:
            raise CommandError(f"{left} wait for the mail server; workers send them when it takes them.")


def week(text: str) -> IsoWeek:
    try:
        return IsoWeek.read(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a week like 2026-W48") from None


def _sent(week: IsoWeek) -> int:
    return digests_of(week).filter(state=State.SENT).count()


def _word(told: object) -> str:
    """Why nothing would be sent; empty for a letter."""
    return "" if isinstance(told, Letter) else in_words(str(told))


def _listed(numbers: Counter[str]) -> str:
    return "".join(f", {number} not ({why})" for why, number in sorted(numbers.items()))
