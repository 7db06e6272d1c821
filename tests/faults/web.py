"""The pages and the JSON door as a clinic runs them: gunicorn, several processes, several threads."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from launch.lifeline import die_with_parent
from launch.ports import HOST, free_port
from tests.servers.folders import short_folder
from tests.servers.programs import CannotRunError

ROOT = Path(__file__).resolve().parent.parent.parent
WAIT = 30  # seconds until the first answer
PATIENCE = 60  # seconds for any one answer
API = "/api/v1/"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it came over the wire; status 0: the connection was closed without one."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] | None = None

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def outcomes(self) -> list[str]:
        return [result["outcome"] for result in self.json["results"]]


class Web:
    """Started by `start`, asked by `ask`, ended by `stop`."""

    def __init__(
        self,
        *,
        database_url: str,
        redis_url: str,
        processes: int = 2,
        threads: int = 8,
        options: Sequence[str] = (),
        **environment: str,
    ) -> None:
        self.port = free_port(preferred=None)
        self.processes, self.options = processes, ["--threads", str(threads), *options]
        self.log = short_folder("web") / "log"
        self.environment = os.environ | {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "PORT": str(self.port),
            "ORIGIN": f"http://{HOST}:{self.port}",
            "LOG_LEVEL": "WARNING",
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Web":
        command = [
            sys.executable, "-m", "launch.child", "--module", "gunicorn", "-c", "python:launch.web",
            "--workers", str(self.processes), *self.options, "fallrisk.wsgi:application",
        ]  # fmt: skip
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log,
                preexec_fn=die_with_parent, start_new_session=True,
            )  # fmt: skip
        last = time.monotonic() + WAIT
        while self.log.read_text().count("Ready: ") < self.processes:
            if time.monotonic() > last or self._process.poll() is not None:
                self.stop()
                raise CannotRunError(f"gunicorn did not start: {self.log.read_text()[-2000:]}")
            time.sleep(0.05)
        return self

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def ask(
        self, method: str, path: str, content: object = None, *, headers: Mapping[str, str] | None = None
    ) -> Told:
        """One request on a connection of its own."""
        body = None if content is None else json.dumps(content).encode()
        return self.ask_raw(method, path, body, {"Content-Type": "application/json", **(headers or {})})

    def ask_raw(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Told:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return Told(answer.status, answer.read(), dict(answer.getheaders()))
        except (http.client.HTTPException, ConnectionError):
            return Told(0)
        finally:
            connection.close()


def at_once(asking: Iterable[Callable[[], T]]) -> Sequence[T]:
    """Does all of these at the same moment, a thread each; what came of them, in order."""
    doing = list(asking)
    found: dict[int, T] = {}
    start = threading.Barrier(len(doing))

    def run(number: int, one: Callable[[], T]) -> None:
        start.wait()
        found[number] = one()

    threads = [threading.Thread(target=run, args=(number, one)) for number, one in enumerate(doing)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[number] for number in range(len(doing))]
