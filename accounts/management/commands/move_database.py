"""From SQLite, where a clinic may have begun, to the database that DATABASE_URL names."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import environ
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.utils import load_backend

from accounts.management.moving import CannotMove, move

SOURCE = "source"


class Command(BaseCommand):
    help = "Copies every row of another database into this one, which must be migrated and empty."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", dest="source", required=True, metavar="URL", help="sqlite:////path/to/file"
        )

    def handle(self, *, source: str, **_options: object) -> None:
        rows = 0
        try:
            with database_at(source):
                for table in move(source=SOURCE, target=DEFAULT_DB_ALIAS):
                    rows += table.rows
                    self.stdout.write(f"{table.name}: {table.rows}")
        except CannotMove as why:
            raise CommandError(f"{why} Nothing was moved.") from None
        self.stdout.write(f"{rows} rows moved, each compared. Sign-ins stay valid with the same SECRET_KEY.")


@contextmanager
def database_at(url: str) -> Iterator[None]:
    """Makes it known as SOURCE for a while; a SQLite file is opened for reading only."""
    with warnings.catch_warnings(action="ignore"):  # environ's, about what is refused in words below
        database = environ.Env.db_url_config(url)
    if not database.get("ENGINE"):
        raise CannotMove(f"--from takes an address like DATABASE_URL, and is {url!r}.")
    if database["ENGINE"].endswith("sqlite3"):
        database["NAME"] = f"file:{quote(str(Path(database['NAME']).absolute()))}?mode=ro"
    configured = connections.configure_settings({DEFAULT_DB_ALIAS: {}, SOURCE: database})[SOURCE]
    connections[SOURCE] = load_backend(configured["ENGINE"]).DatabaseWrapper(configured, SOURCE)
    try:
        try:
            connections[SOURCE].ensure_connection()
        except OperationalError as error:
            raise CannotMove(f"The source cannot be opened: {error}.") from None
        yield
    finally:
        connections[SOURCE].close()
        del connections[SOURCE]
