"""A PostgreSQL of a test's own, with the tables and some patients in it, to be crashed and filled."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.faults.web import ROOT
from tests.servers.postgresql import PostgresServer


@dataclass(frozen=True, slots=True)
class Installation:
    """A database server and the keys of the patients in it."""

    server: PostgresServer
    keys: Sequence[Mapping[str, str]]


def install(*, patients: int) -> Installation:
    """A server that keeps what it has confirmed: what is written back late would be lost in a crash."""
    server = PostgresServer(synchronous_commit="on", fsync="on", full_page_writes="on")
    url = server.start()
    manage(url, "migrate", "--verbosity", "0")
    manage(url, "createcachetable")
    made = json.loads(manage(url, "demo", "--patients", str(patients), "--months", "0", "--json"))
    keys = [{"Authorization": f"Token {one['token']}"} for one in made if one["role"] == "patient"]
    return Installation(server, keys)


def manage(database_url: str, *command: str) -> str:
    environment = os.environ | {"DATABASE_URL": database_url, "LOG_LEVEL": "ERROR"}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
