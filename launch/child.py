"""Runs one program of the system so that nothing of it outlives the launcher.

Usage: python -m launch.child program argument ...
       python -m launch.child --module module argument ...   (also for the processes that it forks)
"""

import os
import runpy
import signal
import subprocess
import sys
import time

from launch.lifeline import (
    LOOK_EVERY,
    die_with_parent,
    forked_children_die_with_parent,
    kernel_signals_death_of_parent,
)

# The launcher's own process id: it may be gone before this program had a chance to ask for the signal.
LAUNCHER = "FALLRISK_LAUNCHER"


def main(arguments: list[str]) -> None:
    if arguments[0] == "--module":
        die_with_parent()
        _leave_if_launcher_is_gone()
        forked_children_die_with_parent()
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    elif kernel_signals_death_of_parent(signal.SIGKILL):
        _leave_if_launcher_is_gone()
        os.execvp(arguments[0], arguments)
    else:
        _run_beside(arguments)


def _leave_if_launcher_is_gone() -> None:
    launcher = os.environ.get(LAUNCHER)
    if launcher is None:
        return
    try:
        os.kill(int(launcher), 0)
    except ProcessLookupError:
        sys.exit(1)


def _run_beside(arguments: list[str]) -> None:
    """Where the kernel does not tell: watch the parent and the program, and end one with the other."""
    parent = os.getppid()
    process = subprocess.Popen(arguments)
    signal.signal(signal.SIGTERM, lambda _number, _frame: process.terminate())
    while process.poll() is None:
        if os.getppid() != parent:
            process.kill()
        time.sleep(LOOK_EVERY)
    sys.exit(process.returncode)


if __name__ == "__main__":
    main(sys.argv[1:])
