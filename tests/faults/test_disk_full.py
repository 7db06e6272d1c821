"""The disk is full: nothing is half written, people are told, and it works again when there is room."""

import os
import secrets
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.test import Client

from ledger.models import Operation
from logs.models import DiaryDay, DirtyMonth, Fall
from tests.api.client import API, Answer, Program, a_fall
from tests.api.doors import rows
from tests.conftest import _or_skip
from tests.faults.installation import Installation, install
from tests.faults.web import Told, Web
from tests.people import make_patient, signed_in
from tests.servers.programs import CannotRunError
from tests.servers.redis import RedisServer

ENOUGH = 4_000  # falls fill any page of the database that has room left


def a_long_fall() -> dict[str, object]:
    """With a note that no database makes shorter."""
    return a_fall(note=secrets.token_hex(1_000))


@pytest.fixture
def full_sqlite(transactional_db: None) -> Iterator[Callable[[bool], None]]:
    """Lets the file of the database grow, or not."""

    def set_full(is_full: bool) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            pages = cursor.fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages if is_full else 2**30}")

    yield set_full
    set_full(False)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no file of a fixed size")
def test_a_full_sqlite_takes_falls_whole_or_not_at_all(full_sqlite: Callable[[bool], None]) -> None:
    anna = make_patient()
    key, client, phone = Program(anna.user).headers, Client(), signed_in(anna.user)
    client.raise_request_exception = phone.raise_request_exception = False
    kept = {"Fall": 0, "Operation": 0}

    def send(told: Mapping[str, object], path: str = "falls/") -> Answer:
        return Answer(client.post(API + path, told, "application/json", headers=key))

    def tap() -> tuple[int, object]:
        told = {"kind": "fall", "entry_id": str(uuid4())}
        return phone.post("/falls/", told).status_code, told

    def until_full(log: Callable[[], tuple[int, object]], status: int) -> object:
        """Logs falls, each whole, until one is refused; that one."""
        for _ in range(ENOUGH):
            before = rows()
            answered, told = log()
            kept["Fall"] += answered == status
            assert rows()["Fall"] == rows()["Operation"] == kept["Fall"]
            if answered != status:
                assert answered == 503
                assert rows() == before
                return told
        raise AssertionError("the disk is never full")

    def log_long() -> tuple[int, object]:
        told = a_long_fall()
        return send(told).status, told

    full_sqlite(True)
    refused = until_full(log_long, 201)
    assert isinstance(refused, dict)
    assert send({"operations": [{"type": "fall", **refused}]}, "entries/").status == 503
    tapped = until_full(tap, 302)
    assert send(a_fall()).code == "unavailable"
    full_sqlite(False)
    assert [send(refused).status, send(refused).status] == [201, 200]
    assert phone.post("/falls/", tapped).status_code == 302
    assert Fall.objects.count() == Operation.objects.count() == kept["Fall"] + 2
    assert DirtyMonth.objects.exists()
    assert DiaryDay.objects.get().falls == Fall.objects.count()


@pytest.fixture
def small_disk() -> Iterator[tuple[Installation, Path]]:
    """A PostgreSQL whose falls lie on a disk of four megabytes."""
    made: list[Installation] = []

    def start() -> str:
        made.append(install(patients=1))
        _mount(made[0].server.folder / "disk")
        return ""

    try:
        _or_skip(start)
        server, disk = made[0].server, made[0].server.folder / "disk"
        server.owner.give(disk)
        with psycopg.connect(server.url, autocommit=True) as database:
            database.execute(f"CREATE TABLESPACE small LOCATION '{disk}'".encode())
            database.execute("ALTER TABLE logs_fall SET TABLESPACE small")
        yield made[0], disk
    finally:
        for installation in made:
            installation.server.crash()
            subprocess.run(["umount", "-q", installation.server.folder / "disk"], check=False)
            installation.server.stop()


def _mount(disk: Path) -> None:
    if os.geteuid() != 0:
        raise CannotRunError("only root can make a small disk")
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if subprocess.run(command, check=False).returncode:
        raise CannotRunError("this machine lets nobody mount a small disk")


@pytest.mark.launch  # once: it is not the database of this run
def test_a_full_disk_of_postgresql_takes_falls_whole_or_not_at_all(
    small_disk: tuple[Installation, Path], web_on: Callable[..., Web], redis: RedisServer
) -> None:
    (installation, disk), (key,) = small_disk, small_disk[0].keys
    server = installation.server
    web = web_on(database_url=server.url, redis_url=redis.url, API_REQUESTS_PER_MINUTE="1000000")

    def send(told: object, path: str = "falls/") -> Told:
        return web.ask("POST", API + path, told, headers=key)

    def until_full(path: str, status: int, wrap: Callable[[object], object]) -> tuple[int, object, Told]:
        """How many falls were taken, the one that was not, and what was said of it."""
        for taken in range(ENOUGH):
            told = a_long_fall()
            answer = send(wrap(told), path)
            if answer.status != status:
                return taken, told, answer
        raise AssertionError("the disk is never full")

    def batch(told: object) -> object:
        return {"operations": [{"type": "fall", **told}]}  # type: ignore[dict-item]

    by_falls, refused, answer = until_full("falls/", 201, lambda told: told)
    by_entries, parked, later = until_full("entries/", 200, batch)
    for each in (answer, later):
        assert (each.status, each.json["code"]) == (503, "unavailable")
        assert "Retry-After" in (each.headers or {})
    assert web.ask("GET", f"{API}falls/", headers=key).status == 200
    subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
    assert [send(refused).status, send(refused).status] == [201, 200]
    assert [send(batch(parked), "entries/").outcomes for _ in range(2)] == [["created"], ["already_recorded"]]
    with psycopg.connect(server.url) as database:
        falls = database.execute("SELECT count(*) FROM logs_fall").fetchone()
        operations = database.execute("SELECT count(*) FROM ledger_operation").fetchone()
    assert falls == operations == (by_falls + by_entries + 2,)
