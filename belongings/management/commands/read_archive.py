import zipfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from belongings.reading import CannotRead, read_archive


class Command(BaseCommand):
    help = "Reads the archive of one person into an installation that does not know them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, help="the zip that the person downloaded")

    def handle(self, *_args: Any, archive: Path, **_options: Any) -> None:  # noqa: ANN401 - Django's own
        try:
            with zipfile.ZipFile(archive) as opened:
                account = read_archive(opened)
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise CommandError(f"The archive cannot be read: {type(error).__name__}.") from error
        except CannotRead as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"Read. The account {account.public_id} has no password: its person chooses one by mail."
        )
