"""`make run` as a person starts it, watched from outside."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Self

import psutil

from launch.lifeline import die_with_parent
from launch.ports import HOST, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("PATH", "HOME", "LANG", "TMPDIR", "CI")


def plain_environment(**values: str) -> dict[str, str]:
    """What a stranger's terminal has: nothing of the tests' own settings."""
    return {name: os.environ[name] for name in OURS if name in os.environ} | values


def make(*arguments: str, cwd: Path = ROOT, **values: str) -> "subprocess.CompletedProcess[str]":
    """Runs make to its end."""
    return subprocess.run(
        ["make", *arguments], cwd=cwd, env=plain_environment(**values), check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
    )  # fmt: skip


class System:
    """One `make run`; a `with` block ends it."""

    def __init__(self, data_dir: Path, **values: str) -> None:
        self.data_dir = data_dir
        self.port = free_port(preferred=None)
        self.values = {"DEMO": "0"} | values
        self.log = data_dir.with_suffix(".log")
        self.make: subprocess.Popen[bytes] | None = None
        self.seen: list[psutil.Process] = []

    def __enter__(self) -> Self:
        environment = plain_environment(DATA_DIR=str(self.data_dir), PORT=str(self.port), **self.values)
        with self.log.open("wb") as log:
            self.make = subprocess.Popen(
                ["make", "run"], cwd=ROOT, env=environment, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=die_with_parent,
            )  # fmt: skip
        try:
            wait_until(self.answers, "the page did not answer", seconds=60, otherwise=self.output)
            wait_until(lambda: self._pool_child() is not None, "the worker did not start", seconds=30)
            self.seen = self.processes()
        except BaseException:
            self.__exit__()  # or it would be in the way of the next one
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        if self.make is not None and self.make.poll() is None:
            self.press_ctrl_c()
            self.make.wait(timeout=20)

    def output(self) -> str:
        return self.log.read_text()

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://{HOST}:{self.port}/", timeout=5).close()
        except urllib.error.HTTPError as error:
            error.close()
            return error.code < 500
        except OSError:
            return False
        return True

    def processes(self) -> list[psutil.Process]:
        assert self.make is not None
        top = psutil.Process(self.make.pid)
        return [top, *top.children(recursive=True)]

    def process(self, words: str) -> psutil.Process:
        """The oldest process with these words in its command line."""
        return next(process for process in self.processes() if words in " ".join(process.cmdline()))

    def press_ctrl_c(self) -> None:
        """As the terminal does: to everything in the foreground."""
        assert self.make is not None
        os.killpg(self.make.pid, signal.SIGINT)

    def left_behind(self) -> list[str]:
        """What is still there of all that was started, after a moment to go."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and any(map(_is_alive, self.seen)):
            time.sleep(0.05)
        return [" ".join(process.cmdline()) for process in self.seen if _is_alive(process)]

    def _pool_child(self) -> psutil.Process | None:
        try:
            workers = [
                p for p in self.processes() if "celery" in p.name() or "worker" in " ".join(p.cmdline())
            ]
        except psutil.NoSuchProcess:  # one of them has ended between two looks
            return None
        return workers[-1] if len(workers) > 1 else None


def wait_until(
    happens: Callable[[], bool], complaint: str, *, seconds: float, otherwise: Callable[[], str] = str
) -> None:
    last = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > last:
            raise AssertionError(f"{complaint} {otherwise()}")
        time.sleep(0.05)


def _is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
