"""The app on somebody's phone: a browser with a folder of its own, which can be killed and started again."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import BrowserContext, BrowserType, Page, expect
from playwright.sync_api import Error as PlaywrightError

from accounts.models import User
from tests.e2e.line import Line
from tests.e2e.phone import Phone
from tests.people import PASSWORD, signed_in
from tests.servers.browser import chromium_arguments, chromium_path

HOME = "Europe/Berlin"  # where make_patient's people live
READY = "async () => (await navigator.serviceWorker.ready) && !!navigator.serviceWorker.controller"
FACTS = """async () => {
  const made = (await indexedDB.databases()).some(({ name }) => name === "fallrisk");
  return made && new Promise((found) => {
    const opening = indexedDB.open("fallrisk");
    opening.onsuccess = () => {
      const keys = opening.result.transaction("facts").objectStore("facts").getAllKeys();
      keys.onsuccess = () => { opening.result.close(); found(keys.result.length > 0); };
    };
  });
}"""


class InstalledPhone(Phone):
    """Chromium with its own profile. What it says in the console is kept in `complaints`."""

    def __init__(self, browser: BrowserType, folder: Path, line: Line, **options: Any) -> None:
        self.browser, self.folder, self.line, self.options = browser, folder, line, options
        self.origin = line.origin
        self.complaints: list[str] = []
        self.context: BrowserContext
        self.start()
        super().__init__(self.page)

    def start(self) -> Page:
        self.context = self.browser.launch_persistent_context(
            self.folder, executable_path=chromium_path(), args=chromium_arguments(), base_url=self.origin,
            **{"viewport": {"width": 360, "height": 640}, "timezone_id": HOME} | self.options,
        )  # fmt: skip
        self.context.on(
            "console", lambda line: self.complaints.append(line.text) if line.type == "error" else None
        )
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()
        self._tapped, self._spot, self._path = 0.0, (0.0, 0.0), ""
        return self.page

    def sign_in(self, account: User) -> None:
        """By the form, as a person does, until the phone can do without the network."""
        self.open("/")
        self.page.get_by_label("Email").fill(account.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.tap(self.button("Sign in"))
        expect(self.button("I fell")).to_be_visible()
        self.is_ready_to_be_offline()
        # The browser writes its cookies down when it closes, or within half a minute.
        self.close()
        self.start()

    def is_signed_in_as(self, account: User) -> None:
        """For tests that begin after the sign-in."""
        name = settings.SESSION_COOKIE_NAME
        cookie = signed_in(account).cookies[name].value
        self.context.add_cookies([{"name": name, "value": cookie, "url": self.origin}])
        self.open("/")
        expect(self.button("I fell")).to_be_visible()
        self.is_ready_to_be_offline()

    def is_ready_to_be_offline(self) -> None:
        self.waits_until(READY)
        self.waits_until(FACTS)

    def offline(self, *, is_so: bool = True) -> None:
        """Also for a worker that the browser starts meanwhile, which `set_offline` does not reach."""
        self.context.set_offline(is_so)
        if is_so:
            self.line.is_cut()
        else:
            self.line.is_fine()

    def stop_worker(self) -> None:
        """As the browser does by itself after half a minute: the next page must wake it."""
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("ServiceWorker.enable")
        devtools.send("ServiceWorker.stopAllWorkers")
        devtools.detach()

    def devtools(self, command: str, **more: Any) -> None:
        """Stays in force as long as the page is open."""
        self.context.new_cdp_session(self.page).send(command, more)

    def background_sync(self, tag: str) -> Callable[[], object]:
        """What makes the browser wake the worker, as it does by itself when a network is back."""
        devtools = self.context.new_cdp_session(self.page)
        found: list[str] = []
        devtools.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
        )
        devtools.send("ServiceWorker.enable")
        while not found:
            self.page.wait_for_timeout(20)
        woken = {"origin": self.origin, "registrationId": found[0], "tag": tag, "lastChance": False}
        return lambda: devtools.send("ServiceWorker.dispatchSyncEvent", woken)

    def kill(self) -> None:
        """Without a word of warning, all its processes."""
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(PlaywrightError):
            self.context.close()

    def close(self) -> None:
        with suppress(PlaywrightError):
            self.context.close()

    def processes(self) -> Iterator[int]:
        """Of this browser and no other: they name its folder."""
        found = subprocess.run(
            ["pgrep", "-f", f"user-data-dir={self.folder}"], capture_output=True, text=True, check=False
        )
        yield from map(int, found.stdout.split())
