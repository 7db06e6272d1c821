"""A phone with WebKit in somebody's hand: what is tapped on it, and what is to be read."""

import math
import time
from collections.abc import Callable
from typing import TypeVar

from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from accounts.models import User
from tests.people import PASSWORD
from tests.webkit.browser import PATIENCE, WebKit

T = TypeVar("T")

# A tap on the same spot of the next screen counts from half a second on (BOUNCE and BOUNCE_REACH in app.js).
REST = 0.55
REACH = 80
OFTEN = 0.05  # seconds between two looks
# What can be tapped; the input of an answer is as small as a pixel, so its label is what a thumb meets.
TAPPED = "//*[self::a or self::button or (self::label and contains(@class, 'chip'))]"
READY = """
const done = arguments[0];
const opening = indexedDB.open("fallrisk");
opening.onsuccess = () => {
  const keys = opening.result.transaction("facts").objectStore("facts").getAllKeys();
  keys.onsuccess = () => {
    opening.result.close();
    done(keys.result.length > 0 && navigator.serviceWorker.controller !== null);
  };
};"""
# Everything that this phone knows of anybody: the rows of all stores, as one text.
KEPT = """
const done = arguments[0];
const opening = indexedDB.open("fallrisk");
opening.onsuccess = () => {
  const names = [...opening.result.objectStoreNames];
  const reading = opening.result.transaction(names);
  const rows = names.map((name) => reading.objectStore(name).getAll());
  reading.oncomplete = () => {
    opening.result.close();
    done(JSON.stringify(rows.map((row) => row.result)));
  };
};"""


class WebKitPhone:
    """The app at `origin`, in one window."""

    def __init__(self, webkit: WebKit, origin: str) -> None:
        self.webkit, self.origin = webkit, origin
        self._tapped, self._spot = 0.0, (0.0, 0.0)

    @property
    def browser(self) -> WebDriver:
        return self.webkit.driver

    def open(self, address: str) -> None:
        # A phone opens the app anew; the same page with another # would not be opened again.
        if self.browser.current_url.split("#")[0] == f"{self.origin}{address}".split("#")[0]:
            self.browser.get("about:blank")
        self.browser.get(f"{self.origin}{address}")

    def goes_back(self) -> None:
        """To the page before, and what stands there has found out whose phone it is now."""
        self.browser.execute_script("history.back()")
        time.sleep(REST)

    def tap(self, words: str) -> None:
        """A link, button or answer by its words, or by how they begin ("I need help now. Calls 112")."""
        self.waits_until(lambda: self._tapped_on(self._shown(words)), f"nothing to tap reads {words!r}")

    def keeps(self, words: str) -> None:
        self.waits_until(lambda: words in self.kept, f"nothing kept says {words!r}")

    def sees(self, words: str) -> None:
        self.waits_until(lambda: words in self.text, f"there is no {words!r}")

    def is_at(self, heading: str) -> None:
        self.waits_until(lambda: self.heading == heading, f"this is not {heading!r}")

    def comes_to(self, address: str) -> None:
        self.waits_until(lambda: self.browser.current_url == f"{self.origin}{address}", f"not at {address}")

    def is_home(self) -> None:
        self.waits_until(lambda: self._shown("I fell"), "this is not Home")

    def number_of(self, words: str) -> str | None:
        """What a tap on this link dials."""
        return self.waits_until(lambda: self._shown(words), f"no link reads {words!r}").get_attribute("href")

    @property
    def heading(self) -> str | None:
        """Null between two pages."""
        said: str | None = self.browser.execute_script(
            "return document.querySelector('h1')?.innerText ?? null"
        )
        return said

    @property
    def text(self) -> str:
        """What can be read on the page, without what is hidden."""
        return str(self.browser.execute_script("return document.body?.innerText ?? ''"))

    @property
    def kept(self) -> str:
        """All that lies in this phone's database."""
        return str(self.browser.execute_async_script(KEPT))

    def sign_in(self, account: User) -> None:
        """By the form, until the phone can do without the network."""
        self.open("/")
        self.fill_in(account)
        self.waits_until(
            lambda: self.browser.execute_async_script(READY), "the phone is not ready to be offline"
        )

    def fill_in(self, account: User) -> None:
        for name, said in {"id_login": account.email, "id_password": PASSWORD}.items():
            self._field(name).send_keys(said)
        self.tap("Sign in")
        self.is_home()

    def waits_until(self, look: Callable[[], T | None], complaint: str) -> T:
        waiting = WebDriverWait(
            self.browser, PATIENCE, poll_frequency=OFTEN, ignored_exceptions=[StaleElementReferenceException]
        )
        try:
            found = waiting.until(lambda _browser: look())
        except TimeoutException:
            raise AssertionError(f"{complaint} on the screen, but:\n{self.text}") from None
        assert found is not None
        return found

    def _field(self, name: str) -> WebElement:
        found = self.waits_until(lambda: self.browser.find_elements(By.ID, name), f"there is no {name}")
        return found[0]

    def _shown(self, words: str) -> WebElement | None:
        for reads in (f"normalize-space()='{words}'", f"starts-with(normalize-space(), '{words}')"):
            for found in self.browser.find_elements(By.XPATH, f"{TAPPED}[{reads}]"):
                if found.is_displayed():
                    return found
        return None

    def _tapped_on(self, target: WebElement | None) -> bool:
        if target is None:
            return False
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", target)
        spot = self._middle_of(target)
        if math.dist(spot, self._spot) < REACH:
            time.sleep(max(0.0, self._tapped + REST - time.monotonic()))
        target.click()
        self._tapped, self._spot = time.monotonic(), spot
        return True

    def _middle_of(self, target: WebElement) -> tuple[float, float]:
        left, top, width, height = self.browser.execute_script(
            "const box = arguments[0].getBoundingClientRect();"
            "return [box.left, box.top, box.width, box.height];",
            target,
        )
        return left + width / 2, top + height / 2
