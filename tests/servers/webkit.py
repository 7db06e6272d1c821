"""The WebKit that tests drive, with a screen that nobody sees: the machine's, else Debian's packages.

Playwright's own WebKit is no way out: it speaks Playwright's language alone, not WebDriver's.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.servers.programs import CannotRunError, on_the_machine

PACKAGES = ("webkit2gtk-driver", "gir1.2-webkit2-4.1", "python3-gi", "xvfb")
# Debian's own Python has the bindings that keeping_browser.py is made with; no wheel holds them.
PYTHON = "/usr/bin/python3"
BINDINGS = "import gi; gi.require_version('Gtk', '3.0'); gi.require_version('WebKit2', '4.1')"
BROWSER = Path(__file__).parent / "keeping_browser.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebKitPrograms:
    """Where WebDriver and the screen are."""

    driver: str
    screen: str


@cache
def webkit_programs() -> WebKitPrograms:
    """Installs what is missing where that is possible."""
    if list(_missing()):
        _install()
    if missing := list(_missing()):
        raise CannotRunError(
            f"no WebKit to test with: {', '.join(missing)} not there and could not be installed"
        )
    driver, screen = _driver(), _screen()
    assert driver is not None
    assert screen is not None
    return WebKitPrograms(driver=driver, screen=screen)


def _missing() -> Iterator[str]:
    if _driver() is None:
        yield "WebKitWebDriver"
    if _screen() is None:
        yield "Xvfb"
    if not _has_bindings():
        yield "WebKit for Python"


def _driver() -> str | None:
    return on_the_machine("WebKitWebDriver", "/usr/lib*/webkit2gtk-4.1", "/usr/libexec/webkit2gtk-4.1")


def _screen() -> str | None:
    return on_the_machine("Xvfb")


def _has_bindings() -> bool:
    if not Path(PYTHON).exists():
        return False
    return subprocess.run([PYTHON, "-c", BINDINGS], check=False, capture_output=True).returncode == 0


def _install() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *PACKAGES],
    ):
        subprocess.run(command, env=environment, check=False, capture_output=True)
