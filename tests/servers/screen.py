"""A screen that nobody sees, for browsers that want one."""

import os
import subprocess

from launch.lifeline import die_with_parent
from tests.servers.programs import CannotRunError


class Screen:
    """Started by `start`, which says its name: what DISPLAY has to be."""

    def __init__(self, *, program: str) -> None:
        self.program = program
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        reading, writing = os.pipe()
        # It takes a number that is free, and says which one.
        options = ["-displayfd", str(writing), "-screen", "0", "1400x1000x24", "-nolisten", "tcp", "-noreset"]
        self._process = subprocess.Popen(
            [self.program, *options], pass_fds=[writing], preexec_fn=die_with_parent,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            self.stop()
            raise CannotRunError("Xvfb did not start")
        return f":{number}"

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None
