"""The containers of docker-compose.yml without Docker: the same commands and environments, in the image."""

import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launch.lifeline import die_with_parent
from launch.ports import HOST
from tests.production.compose import services, words
from tests.production.image import instructions

WAIT = 60  # seconds for anything to come about
DOMAIN = "falls.example.org"
VISITOR = "203.0.113.7"


def wait_until(true: Callable[[], bool], what: str) -> None:
    last = time.monotonic() + WAIT
    while time.monotonic() < last:
        if true():
            return
        time.sleep(0.05)
    raise AssertionError(what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where containers run: the image's folder, secrets in files, and the addresses of the servers."""

    image: Path
    folder: Path
    database_url: str  # without the password, which is in a file
    redis_url: str
    web_port: int

    def environment(self, service: str) -> dict[str, str]:
        """What the image and Compose say, with the addresses of this machine."""
        said = _of_the_image() | services()[service]["environment"]
        given = {name: str(value) for name, value in said.items()}
        for name, value in given.items():
            if value.startswith("/run/secrets/"):
                given[name] = str(self.folder / value.removeprefix("/run/"))
        data = self.folder / service
        data.mkdir(exist_ok=True)
        return given | {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "DATA_DIR": str(data),
            "STATIC_ROOT": str(self.image / "static"),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "PORT": str(self.web_port),
        }

    def run(self, service: str, *command: str) -> str:
        """A command in a container of that service, to its end; its own command unless one is given."""
        done = subprocess.run(
            command or words(service), cwd=self.image, env=self.environment(service), capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, service: str) -> "Container":
        return Container(self, service)


class Container:
    """One that runs until it is stopped."""

    def __init__(self, machine: Machine, service: str) -> None:
        self.log = machine.folder / f"{service}.log"
        self.grace = int(str(services()[service]["stop_grace_period"]).removesuffix("s"))
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                words(service), cwd=machine.image, env=machine.environment(service), stdout=log, stderr=log,
                preexec_fn=die_with_parent, start_new_session=True,
            )  # fmt: skip

    def ask_to_stop(self) -> None:
        """As `docker stop` does, by the image's STOPSIGNAL."""
        self.process.terminate()

    def stopped(self) -> int:
        """Its exit status; fails when Docker would have killed it."""
        try:
            return self.process.wait(timeout=self.grace)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()


def asked_by_the_front(
    machine: Machine, method: str, path: str, content: object = None, headers: Mapping[str, str] | None = None
) -> http.client.HTTPResponse:
    """An answer to a request as Caddy passes it on, read to its end."""
    connection = http.client.HTTPConnection(HOST, machine.web_port, timeout=WAIT)
    sent = {
        "Host": DOMAIN, "X-Forwarded-Proto": "https", "X-Forwarded-For": VISITOR,
        "X-Forwarded-Host": DOMAIN, "Content-Type": "application/json", **(headers or {}),
    }  # fmt: skip
    try:
        connection.request(method, path, None if content is None else json.dumps(content), sent)
        answer = connection.getresponse()
        answer.told = answer.read()  # type: ignore[attr-defined]
        return answer
    finally:
        connection.close()


def told(answer: http.client.HTTPResponse) -> Any:
    return json.loads(answer.told)  # type: ignore[attr-defined]


def _of_the_image() -> dict[str, str]:
    [_build, runtime] = [rest for word, rest in instructions() if word == "ENV"]
    return dict(re.findall(r"(\w+)=(\S+)", runtime))
