"""Reports about mails that came back, read from a mailbox."""

import mailbox
import sys
from collections.abc import Iterator
from contextlib import closing
from email import message_from_binary_file
from email.message import Message
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reminders.domain.bounces import read_bounce
from reminders.services.bounces import take_back
from reminders.services.letters import host


class Command(BaseCommand):
    help = (
        "Switches off addresses that mail came back from for good. Reads a mailbox and changes nothing in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--mailbox",
            required=True,
            metavar="PATH",
            help="a Maildir, an mbox file, or - for one mail on stdin",
        )

    def handle(self, *, mailbox: str, **_options: object) -> None:
        read = switched_off = 0
        for mail in _mails(mailbox):
            read += 1
            bounce = read_bounce(mail, host=host())
            if bounce is not None and take_back(bounce, now=timezone.now()):
                switched_off += 1
        self.stdout.write(f"Mails read: {read}. Addresses switched off: {switched_off}.")


def _mails(path: str) -> Iterator[Message]:
    if path == "-":
        yield message_from_binary_file(sys.stdin.buffer)
        return
    if not Path(path).exists():
        raise CommandError(f"{path} is no mailbox: nothing is there.")
    kind = mailbox.Maildir if Path(path).is_dir() else mailbox.mbox
    try:
        with closing(kind(path, create=False)) as box:
            yield from box
    except OSError as error:
        raise CommandError(f"{path} cannot be read as a mailbox: {error.strerror}.") from None
