"""A real web server, processes of its own, on the database of the current test."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from launch.lifeline import die_with_parent
from launch.ports import free_port
from tests.servers.programs import CannotRunError
from tests.servers.worker import ROOT, current_database_url

WAIT = 30  # seconds until it answers


class WebServer:
    """gunicorn, as people run it; `application` may be another one, with a planted fault."""

    def __init__(
        self,
        *,
        redis_url: str,
        application: str = "fallrisk.wsgi:application",
        workers: int = 1,
        threads: int = 4,
        **environment: str,
    ) -> None:
        self.port = free_port(preferred=None)
        self.origin = f"http://127.0.0.1:{self.port}"
        self.command = [
            *(sys.executable, "-m", "launch.child", "--module", "gunicorn", application),
            *("--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread"),
            *("--workers", str(workers), "--threads", str(threads), "--log-level", "warning"),
        ]
        self.environment = os.environ | {
            "DATABASE_URL": current_database_url(),
            "REDIS_URL": redis_url,
            "LOOPBACK_DEMO": "1",
            "ORIGIN": self.origin,
            **environment,
        }
        self.log = Path(os.environ["DATA_DIR"]) / f"web-{os.getpid()}-{id(self)}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> "WebServer":
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log,
                preexec_fn=die_with_parent, start_new_session=True,
            )  # fmt: skip
        last = time.monotonic() + WAIT
        while time.monotonic() < last and self._process.poll() is None:
            if self._answers():
                return self
            time.sleep(0.05)
        self.stop()
        raise CannotRunError(f"gunicorn did not start: {self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.origin}/api/v1/session/", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
