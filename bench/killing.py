"""A whole system whose parts are killed, one after another, and start again at once.

Each part is a process of its own, as in docker-compose.yml: PostgreSQL, Redis, the web server, two workers
and two schedulers. What is killed, and when, comes from SEED; what it is busy with then, from the machine.
"""

import atexit
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import psutil
import redis as redis_client

from bench.system import prepare
from launch.lifeline import die_with_parent
from launch.ports import HOST, free_port
from tests.servers.mail_recorder import MailRecorder
from tests.servers.postgresql import PostgresServer
from tests.servers.redis import RedisServer

AS_PEOPLE_RUN_IT = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
WORKERS = SCHEDULERS = 2
LEAST_PAUSE, MOST_PAUSE = 2.0, 4.0  # seconds between two kills
GIVE_UP = 20 * 60  # seconds without a mail
FORGETTING = "Redis forgets"  # FLUSHALL: nobody dies

T = TypeVar("T")


def option(name: str, usual: int) -> int:
    """A whole number from the environment."""
    text = os.environ.get(name, "")
    if not text:
        return usual
    if not text.isdecimal():
        raise SystemExit(f"{name} is {text!r}, not a number like {usual}.")
    return int(text)


@dataclass(slots=True)
class Program:
    """A Python program that is started again when it is gone."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    _process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "launch.child", "--module", *self.command],
                env=os.environ | self.environment, stdout=log, stderr=log,
                preexec_fn=die_with_parent, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def kill_a_child(self) -> bool:
        """The process that it has made for the work; False where there is none yet."""
        assert self._process is not None
        children = psutil.Process(self._process.pid).children() if self.is_alive() else []
        if children:
            children[0].kill()
        return bool(children)

    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def processes(self) -> list[psutil.Process]:
        """Itself and those that it has made for the work."""
        assert self._process is not None
        main = psutil.Process(self._process.pid)
        return [main, *main.children(recursive=True)]

    def memory(self) -> float:
        """MB that all of them hold."""
        return float(sum(one.memory_info().rss for one in self.processes())) / 2**20


@dataclass(frozen=True, slots=True)
class Kill:
    name: str
    at: float  # of the clock


@dataclass
class System:
    """Made by `install`, begun by `start`."""

    folder: Path
    database: PostgresServer
    redis: RedisServer
    port: int
    programs: dict[str, Program] = field(default_factory=dict)
    kills: list[Kill] = field(default_factory=list)
    flushes: int = 0
    ended_by_themselves: Counter[str] = field(default_factory=Counter)

    @property
    def workers(self) -> list[str]:
        return [f"worker {number + 1}" for number in range(WORKERS)]

    def add(self, name: str, *command: str, **environment: str) -> None:
        log = self.folder / f"{name.replace(' ', '-')}.log"
        self.programs[name] = Program(name, command, environment, log)

    def start(self, *names: str) -> None:
        for name in names or self.programs:
            self.programs[name].start()

    def stop(self) -> None:
        for program in self.programs.values():
            if program.is_alive():
                program.kill()

    def kill(self, name: str, *, part: bool = False) -> None:
        """Dead, and on its way back when this returns."""
        self.kills.append(Kill(name, time.time()))
        if name == "redis":
            self.redis.kill()
            self.redis.revive()
        elif name == "postgresql":
            self.database.kill()
            self.database.revive()
        elif not (part and self.programs[name].kill_a_child()):
            self.programs[name].kill()
            self.programs[name].start()

    def flush(self) -> None:
        self.flushes += 1
        with redis_client.Redis(unix_socket_path=str(self.redis.socket)) as client:
            client.flushall()

    def start_again_whatever_ended(self) -> None:
        for name, program in self.programs.items():
            if not program.is_alive():
                self.ended_by_themselves[name] += 1
                program.start()

    def kill_for_a_while(self, kills: int, *, seed: int) -> None:
        """One part every 2 to 4 seconds; half of the time only the process in which a worker works."""
        chance = random.Random(seed)
        names = [*self.programs, "redis", "postgresql", FORGETTING]
        while len(self.kills) < kills:
            time.sleep(chance.uniform(LEAST_PAUSE, MOST_PAUSE))
            self.start_again_whatever_ended()
            name = chance.choice(names)
            if name == FORGETTING:
                self.flush()
            else:
                self.kill(name, part=name in self.workers and chance.random() < 0.5)

    def said(self) -> str:
        killed = Counter(kill.name for kill in self.kills)
        told = ", ".join(f"{name} {count}" for name, count in sorted(killed.items()))
        ended = ", ".join(f"{name} {count}" for name, count in self.ended_by_themselves.items())
        return f"{len(self.kills)} kills: {told or 'none'}; {self.flushes} times Redis forgot everything" + (
            f"; ended by themselves: {ended}" if ended else ""
        )


def install(*, mail: Sequence[str]) -> System:
    """The tables are there, and nothing but the two servers runs; `mail` is the EMAIL_URL of each worker."""
    port = free_port(preferred=None)
    database, redis = PostgresServer(**AS_PEOPLE_RUN_IT), RedisServer()
    folder = prepare(database=database, origin=f"http://{HOST}:{port}")
    redis.url = ""
    os.environ["REDIS_URL"] = redis.start()
    atexit.register(redis.stop)
    system = System(folder, database, redis, port)
    atexit.register(system.stop)
    system.add("web", "gunicorn", "--config", "python:launch.web", "fallrisk.wsgi", PORT=str(port))
    celery = ("celery", "--quiet", "-A", "fallrisk")
    for name, url in zip(system.workers, mail, strict=True):
        system.add(
            name, *celery, "worker", "--concurrency", "1", "--without-gossip", "--without-mingle",
            "--loglevel", "WARNING", "--hostname", f"{name.replace(' ', '-')}@%h", EMAIL_URL=url,
        )  # fmt: skip
    for number in range(SCHEDULERS):
        schedule = folder / f"schedule-{number + 1}"
        _stopped_an_hour_ago(schedule)
        system.add(
            f"scheduler {number + 1}", *celery, "beat", "--schedule", str(schedule), "--loglevel", "WARNING"
        )
    return system


def _stopped_an_hour_ago(schedule: Path) -> None:
    """What a scheduler leaves behind: one that starts with it asks for everything at once."""
    from celery.beat import PersistentScheduler

    from fallrisk.celery import app

    scheduler = PersistentScheduler(app, schedule_filename=str(schedule))
    for entry in scheduler.schedule.values():
        entry.last_run_at = entry.default_now() - timedelta(hours=1)
    scheduler.close()


def ask(question: Callable[[], T]) -> T:
    """Of a database that may have been away since the last time."""
    from django.db import DatabaseError, connection

    connection.close_if_unusable_or_obsolete()
    try:
        return question()
    except DatabaseError:
        connection.close()
        return question()


def wait_for_mails(
    mails: MailRecorder, happens: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None
) -> None:
    """As long as mails come; between two tries of the same one, at most, is a long time."""
    count, last = 0, time.monotonic() + GIVE_UP
    while not happens():
        if mails.count() > count:
            count, last = mails.count(), time.monotonic() + GIVE_UP
        if time.monotonic() > last:
            raise SystemExit(f"no mail for {GIVE_UP} s; {count} came")
        meanwhile()
        time.sleep(0.5)
