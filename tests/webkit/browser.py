"""Somebody's WebKit: one window, and a profile that outlives the browser, as on a phone."""

import os
import shutil
import signal
import time
from collections.abc import Mapping
from pathlib import Path

import psutil
from selenium import webdriver
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from launch.lifeline import die_with_parent
from tests.servers.folders import short_folder
from tests.servers.webkit import BROWSER, WebKitPrograms
from tests.servers.worker import ROOT

PATIENCE = 20  # seconds for a page, or for a script in it


class WebKit:
    """`driver` is Selenium's; after `restart` or `lose_power` it is another one, on the same profile."""

    driver: webdriver.WebKitGTK

    def __init__(self, *, programs: WebKitPrograms, display: str) -> None:
        self.programs, self.display = programs, display
        self.profile = short_folder("webkit")

    def start(self) -> "WebKit":
        options = Options()
        options.binary_location = str(BROWSER)
        options.add_argument(str(self.profile))
        service = Service(
            executable_path=self.programs.driver,
            env=self._environment(),
            popen_kw={"preexec_fn": die_with_parent},
        )
        self.driver = webdriver.WebKitGTK(options=options, service=service)
        self.driver.set_page_load_timeout(PATIENCE)
        self.driver.set_script_timeout(PATIENCE)
        return self

    def restart(self) -> None:
        """Closed and opened again."""
        self.stop()
        self.start()

    def lose_power(self) -> None:
        """Every process is gone at once, without a word to the pages; then opened again."""
        for process in self._processes():
            process.send_signal(signal.SIGKILL)
        self.driver.service.stop()
        self.start()

    def stop(self) -> None:
        ending = self._processes()
        self.driver.quit()
        last = time.monotonic() + PATIENCE
        while any(_writes(process) for process in ending):
            assert time.monotonic() < last, f"WebKit is closed, and there are still {ending}"
            time.sleep(0.02)

    def forget(self) -> None:
        shutil.rmtree(self.profile, ignore_errors=True)

    def _processes(self) -> list[psutil.Process]:
        """The browser and what it started: they write into the profile."""
        found: list[psutil.Process] = psutil.Process(self.driver.service.process.pid).children(recursive=True)
        return found

    def _environment(self) -> Mapping[str, str]:
        home = {
            name: str(self.profile / "home")
            for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
        }
        Path(home["HOME"]).mkdir(exist_ok=True)
        return (
            os.environ
            | home
            | {
                "DISPLAY": self.display,
                "GDK_BACKEND": "x11",
                "NO_AT_BRIDGE": "1",
                "PYTHONPATH": str(ROOT),
                # Its sandbox wants rights that containers and root do not have; it meets our own pages alone.
                "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
            }
        )


def _writes(process: psutil.Process) -> bool:
    """Whether it still does anything: whoever has to bury the dead takes its time."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
