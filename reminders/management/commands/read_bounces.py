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

MAILDIR, MBOX = ("cur", "new"), b"From "


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
    kind = _kind(Path(path))
    try:
        with closing(kind(path, create=False)) as box:
            yield from box
    except OSError as error:
        raise CommandError(f"{path} cannot be read as a mailbox: {error.strerror}.") from None


def _kind(path: Path) -> type[mailbox.Maildir | mailbox.mbox]:
    """What else it is would read as a mailbox without a mail, and a wrong path as one that is well."""
    if not path.exists():
        raise CommandError(f"{path} is no mailbox: nothing is there.")
    if path.is_dir():
        if not all((path / part).is_dir() for part in MAILDIR):
            raise CommandError(f"{path} is no mailbox: a Maildir holds the folders cur and new.")
        return mailbox.Maildir
    try:
        with path.open("rb") as file:
            begins = file.read(len(MBOX))
    except OSError as error:
        raise CommandError(f"{path} cannot be read as a mailbox: {error.strerror}.") from None
    if begins not in (b"", MBOX):
        raise CommandError(f"{path} is no mailbox: an mbox file begins with the word From.")
    return mailbox.mbox
