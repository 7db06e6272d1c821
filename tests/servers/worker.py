"""A real Celery worker, a process of its own, on the database of the current test."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from launch.lifeline import die_with_parent
from tests.servers.programs import CannotRunError

WAIT = 30  # seconds until it is ready for tasks
ROOT = Path(__file__).resolve().parent.parent.parent


class CeleryWorkerProcess:
    """Started by `start`; `kill` ends it as a power cut would, `stop` as an operator would."""

    def __init__(
        self,
        *,
        redis_url: str,
        email_url: str | None = None,
        program: str = "worker",
        queues: str = "",
        **environment: str,
    ) -> None:
        self.environment = os.environ | {"DATABASE_URL": current_database_url(), "REDIS_URL": redis_url}
        if email_url:
            self.environment["EMAIL_URL"] = email_url
        self.environment |= environment
        self.program, self.queues = program, queues
        self.log = Path(os.environ["DATA_DIR"]) / f"{program}-{os.getpid()}-{id(self)}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> "CeleryWorkerProcess":
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command(), cwd=ROOT, env=self.environment, stdout=log, stderr=log,
                preexec_fn=die_with_parent, start_new_session=True,
            )  # fmt: skip
        self._wait_until_ready()
        return self

    def _command(self) -> list[str]:
        celery = [sys.executable, "-m", "launch.child", "--module", "celery", "-A", "fallrisk"]
        options = ["--concurrency", "1", "--without-gossip", "--without-mingle"]
        options += ["--queues", self.queues] if self.queues else []
        return [*celery, self.program, "--loglevel", "INFO", *(options if self.program == "worker" else [])]

    def answers(self, *question: str) -> str:
        """What `celery ARGUMENTS` says about the running worker."""
        command = [sys.executable, "-m", "celery", "-A", "fallrisk", *question]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True
        ).stdout

    def kill(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()

    def _wait_until_ready(self) -> None:
        assert self._process is not None
        sign = {"worker": " ready.", "beat": "beat: Starting"}[self.program]
        last = time.monotonic() + WAIT
        while time.monotonic() < last and self._process.poll() is None:
            if sign in self.log.read_text():
                return
            time.sleep(0.05)
        self.kill()
        raise CannotRunError(f"Celery's {self.program} did not start: {self.log.read_text()[-2000:]}")


def current_database_url() -> str:
    """The address of the database that this test uses, for a process beside it."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user, password = quote(database["USER"]), quote(database["PASSWORD"], safe="")
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{user}:{password}@{database['HOST']}{port}/{database['NAME']}"
