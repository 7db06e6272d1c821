"""Falls a second through the JSON door, beside a bare Django and DRF view that writes the same row.

Both run on gunicorn with two processes of four threads, on one PostgreSQL that writes to the disk before
it says "committed", and take falls over 8 kept connections, in turns.
"""

import atexit
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psutil
import psycopg

from bench.figures import Figure, show
from bench.system import demo_patient, prepare
from launch.lifeline import die_with_parent
from launch.ports import free_port
from tests.servers.postgresql import PostgresServer

SHARE = 0.60  # of the bare view's throughput
CPU_FLOOR = 5.0  # ms a request
READ_FLOOR = 10.0  # ms
ROUNDS = 5
SECONDS = 5.0
CONNECTIONS = 8
PROGRAMS = 100  # tokens, each of a patient of its own
AS_PEOPLE_RUN_IT = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@dataclass(frozen=True)
class Round:
    """What one server did in a few seconds."""

    a_second: float
    cpu: float  # ms a request


class Server:
    """gunicorn with an application, and the tokens that it knows."""

    def __init__(self, application: str, tokens: str, **environment: str) -> None:
        self.port = free_port(preferred=None)
        self.tokens = tokens
        command = [
            *(sys.executable, "-m", "launch.child", "--module", "gunicorn", application),
            *("--bind", f"127.0.0.1:{self.port}", "--log-level", "warning", "--keep-alive", "30"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
        ]
        self.process = subprocess.Popen(command, env=os.environ | environment, preexec_fn=die_with_parent)
        atexit.register(self.process.terminate)

    def run(self, seconds: float) -> Round:
        before = self._cpu()
        load = [sys.executable, "-m", "bench.load", str(self.port), str(seconds), str(CONNECTIONS)]
        done = subprocess.run(load, input=self.tokens, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        falls = int(done.stdout)
        return Round(falls / seconds, (self._cpu() - before) * 1000 / falls)

    def _cpu(self) -> float:
        main = psutil.Process(self.process.pid)
        times = [one.cpu_times() for one in (main, *main.children(recursive=True))]
        return float(sum(one.user + one.system for one in times))


def measure(_size: int | None) -> Figure:
    database = PostgresServer(**AS_PEOPLE_RUN_IT)
    prepare(redis=True, database=database)
    os.environ["API_REQUESTS_PER_MINUTE"] = "1000000000"  # counted, and never too many
    ours, bare = Server("fallrisk.wsgi:application", _tokens()), _bare(database)
    for server in (ours, bare):
        _warm_up(server)
    rounds = [(ours.run(SECONDS), bare.run(SECONDS)) for _round in range(ROUNDS)]
    show("falls a second, ours", [one.a_second for one, _other in rounds], "/s")
    show("falls a second, bare", [other.a_second for _one, other in rounds], "/s")
    cpu = show("CPU for a fall, ours", [one.cpu for one, _other in rounds], "ms")
    show("CPU for a fall, bare", [other.cpu for _one, other in rounds], "ms")
    share = show("share of the bare view", [one.a_second / other.a_second for one, other in rounds], "")
    rates = show("CPU for rates/ of 2 years", _reads("rates/", window="month"), "ms")
    show("CPU for diary-days/ of a year", _reads("diary-days/"), "ms")
    show("CPU for falls/, a page", _reads("falls/"), "ms")
    if cpu > CPU_FLOOR:
        return Figure("api", cpu, "ms", CPU_FLOOR)
    if rates > READ_FLOOR:
        return Figure("api", rates, "ms", READ_FLOOR)
    return Figure("api", share, "share", SHARE, at_least=True)


def _tokens() -> str:
    from django.utils import timezone

    from accounts.domain.vocabulary import TokenScope
    from accounts.services.tokens import make_token

    made = [
        make_token(
            account=demo_patient(months=0).user, name="bench", scope=TokenScope.WRITE, now=timezone.now()
        )
        for _program in range(PROGRAMS)
    ]
    return "\n".join(each.key for each in made)


def _bare(database: PostgresServer) -> Server:
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bare")
    environment = {
        "DJANGO_SETTINGS_MODULE": "bench.bare.settings",
        "DATABASE_URL": database.url.rpartition("/")[0] + "/bare",
    }
    command = [sys.executable, "-m", "bench.bare.tokens", str(PROGRAMS)]
    made = subprocess.run(
        command, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return Server("bench.bare.wsgi:application", made.stdout, **environment)


def _warm_up(server: Server) -> None:
    for _try in range(100):
        try:
            server.run(1.0)
        except SystemExit as why:  # it does not listen yet
            if "refused" not in str(why):
                raise
        else:
            return
    raise SystemExit("a server did not start")


def _reads(path: str, **query: str) -> list[float]:
    """CPU in this process for a read of a patient with two years of diary."""
    import time

    from django.test import Client
    from django.utils import timezone

    from accounts.domain.vocabulary import TokenScope
    from accounts.services.tokens import make_token

    patient: Any = demo_patient(months=24)
    made = make_token(account=patient.user, name=str(uuid4()), scope=TokenScope.READ, now=timezone.now())
    client, spent = Client(headers={"Authorization": f"Token {made.key}"}), []
    if path == "rates/":
        query |= {"first": patient.diary_began_on.isoformat()}
    for _round in range(ROUNDS * 4):
        before = time.process_time()
        answer = client.get(f"/api/v1/{path}", query)
        spent.append((time.process_time() - before) * 1000)
        assert answer.status_code == 200
    return spent[4:]  # the first ones load what later ones have
