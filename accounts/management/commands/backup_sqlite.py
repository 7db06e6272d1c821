"""A copy of a SQLite database while it is in use; PostgreSQL has pg_dump."""

import os
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection


class Command(BaseCommand):
    help = "Writes the SQLite database as it is at this moment into a new file, while people go on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="must not exist yet")

    def handle(self, *, to: Path, **_options: object) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("This database is not SQLite. Use pg_dump (docs/operate.md).")
        if to.exists():
            raise CommandError(f"{to} exists already.")
        if not to.parent.is_dir():
            raise CommandError(f"There is no folder {to.parent}.")
        # A private folder beside it: nobody else can read the copy, and a half one never has its name.
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".backup-") as folder:
            copy = Path(folder) / "copy"
            try:
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM INTO %s", [str(copy)])
            except OperationalError as error:
                raise CommandError(f"The copy could not be written: {error}.") from None
            copy.chmod(0o600)
            _reach_the_disk(copy)
            copy.replace(to)
        _reach_the_disk(to.parent)
        self.stdout.write(f"{to}: {to.stat().st_size} bytes")


def _reach_the_disk(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
