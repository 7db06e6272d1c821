"""The Chromium that browser tests drive: the machine's, else Debian's package, else Playwright's."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.servers.programs import CannotRunError, on_the_machine

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# A test browser talks to the test server only: no updates, no sync, no looking up of its maker's hosts.
ARGUMENTS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip


@cache
def chromium_path() -> str:
    """The program's path; installs one where there is none and that is possible."""
    found = _on_this_machine() or _from_debian() or _from_playwright()
    if found is None:
        raise CannotRunError("no Chromium on this machine, and none could be installed")
    return found


def chromium_arguments() -> list[str]:
    """Chromium's own sandbox does not work for root."""
    return [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def _on_this_machine() -> str | None:
    return next((path for name in NAMES if (path := on_the_machine(name))), None)


def _from_debian() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "chromium"]):
        if subprocess.run(command, env=environment, check=False, capture_output=True).returncode:
            return None
    return _on_this_machine()


def _from_playwright() -> str | None:
    install = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(install, check=False, capture_output=True).returncode:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None
