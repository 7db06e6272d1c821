"""Backup and restore in the words of docs/operate.md: a phone loses nothing, and nothing is doubled."""

import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from launch.ports import HOST
from tests.api.client import a_fall
from tests.faults.conftest import redis, web_on
from tests.faults.installation import Installation, install, manage
from tests.faults.web import API, ROOT, Web
from tests.servers.postgresql import PostgresServer
from tests.servers.redis import RedisServer

__all__ = ["redis", "web_on"]

pytestmark = pytest.mark.launch  # once: neither is the database of this run

OPERATE = ROOT / "docs" / "operate.md"
TABLES = (
    "accounts_user", "accounts_patient", "accounts_apitoken", "logs_fall", "logs_diaryday",
    "ledger_operation",
)  # fmt: skip


def said(program: str) -> list[str]:
    """The words of the first line of the document that runs this program in the database's container."""
    line = rf"^docker compose exec -T postgres ({program} [^<>\n]+)"
    found = re.search(line, OPERATE.read_text(), re.MULTILINE)
    assert found is not None, f"docs/operate.md does not say {program}"
    return shlex.split(found[1])


def run_said(server: PostgresServer, program: str, **streams: Any) -> None:
    words = said(program)
    environment = os.environ | {"PGHOST": HOST, "PGPORT": str(server.port), "PGPASSWORD": server.password}
    subprocess.run([str(server.programs / words[0]), *words[1:]], env=environment, check=True, **streams)


def database_of(server: PostgresServer) -> str:
    return server.url.rpartition("/")[0] + "/fallrisk"


@pytest.fixture
def clinic() -> Iterator[Installation]:
    """PostgreSQL with a database of the name that Compose gives it, and three patients' phones."""
    installation = install(patients=3)
    elsewhere = installation.server.url.rpartition("/")[0] + "/template1"
    with psycopg.connect(elsewhere, autocommit=True) as session:
        session.execute("CREATE DATABASE fallrisk TEMPLATE postgres")
    yield installation
    installation.server.stop()


def send(web: Web, phones: Sequence[tuple[Any, Any]]) -> list[int]:
    return [web.ask("POST", f"{API}falls/", told, headers=key).status for key, told in phones]


def rows(url: str) -> dict[str, int]:
    with psycopg.connect(url) as session:
        return {
            table: session.execute(SQL("SELECT 1 FROM {}").format(Identifier(table))).rowcount
            for table in TABLES
        }


def test_a_clinic_is_dumped_destroyed_and_restored_and_phones_send_again(
    clinic: Installation, web_on: Callable[..., Web], redis: RedisServer, tmp_path: Path
) -> None:
    server, url, dump = clinic.server, database_of(clinic.server), tmp_path / "backup.dump"
    first = web_on(database_url=url, redis_url=redis.url)
    before = [(key, a_fall()) for key in clinic.keys for _ in range(3)]
    later = [(key, a_fall()) for key in clinic.keys]
    assert send(first, before) == [201] * 9
    with dump.open("wb") as file:
        run_said(server, "pg_dump", stdout=file)
    kept = rows(url)
    assert send(first, later) == [201] * 3
    first.stop()

    run_said(server, "dropdb")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)
    run_said(server, "createdb")
    with dump.open("rb") as file:
        run_said(server, "pg_restore", stdin=file)
    manage(url, "migrate", "--check")
    assert rows(url) == kept

    again = web_on(database_url=url, redis_url=redis.url)
    assert send(again, before) == [200] * 9
    assert send(again, later) == [201] * 3
    assert send(again, later) == [200] * 3
    assert rows(url)["logs_fall"] == rows(url)["ledger_operation"] == 12
    with psycopg.connect(url) as session, pytest.raises(psycopg.errors.RestrictViolation):
        session.execute("DELETE FROM accounts_auditevent")


def test_a_sqlite_in_use_is_copied_destroyed_and_restored(
    web_on: Callable[..., Web], redis: RedisServer, tmp_path: Path
) -> None:
    database, copy = tmp_path / "db.sqlite3", tmp_path / "copy.sqlite3"
    url = f"sqlite:///{database}"
    manage(url, "migrate", "--verbosity", "0")
    manage(url, "createcachetable")
    made = json.loads(manage(url, "demo", "--patients", "1", "--months", "0", "--json"))
    [key] = [{"Authorization": f"Token {one['token']}"} for one in made if one["role"] == "patient"]
    first = web_on(database_url=url, redis_url=redis.url)
    before, later = [(key, a_fall()) for _ in range(3)], [(key, a_fall())]
    assert send(first, before) == [201] * 3
    assert str(copy) in manage(url, "backup_sqlite", "--to", str(copy))
    assert copy.stat().st_mode & 0o077 == 0
    assert send(first, later) == [201]
    first.stop()

    for file in tmp_path.glob("db.sqlite3*"):
        file.unlink()
    shutil.copy(copy, database)
    again = web_on(database_url=url, redis_url=redis.url)
    assert send(again, [*before, *later]) == [200, 200, 200, 201]
    with closing(sqlite3.connect(database)) as session:
        assert session.execute("SELECT count(*) FROM logs_fall").fetchone() == (4,)


def test_a_copy_never_takes_the_place_of_another_file(tmp_path: Path) -> None:
    url, taken = f"sqlite:///{tmp_path}/db.sqlite3", tmp_path / "taken"
    manage(url, "migrate", "--verbosity", "0")
    taken.write_text("a letter")
    for to, why in ((taken, "exists already"), (tmp_path / "nowhere" / "copy", "There is no folder")):
        with pytest.raises(subprocess.CalledProcessError) as refused:
            manage(url, "backup_sqlite", "--to", str(to))
        assert why in refused.value.stderr
    assert taken.read_text() == "a letter"
