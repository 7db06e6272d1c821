"""A phone in somebody's hand: taps as a calm thumb makes them, keys, and what is to be read."""

import math
import re
import time
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.utils import timezone
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, expect

# A tap on the same spot of the next screen counts from half a second on (BOUNCE and BOUNCE_REACH in app.js).
REST = 0.55
# Where a tap on Home has opened the log, from a second and a half on (SECOND_TAP in log.js).
LONG_REST = 1.55
REACH = 80
# Whether this phone has nothing left to send.
ALL_SENT = """() => new Promise((found) => {
  const opening = indexedDB.open("fallrisk");
  opening.onsuccess = () => {
    const waiting = opening.result.transaction("outbox").objectStore("outbox").count();
    waiting.onsuccess = () => { opening.result.close(); found(waiting.result === 0); };
  };
})"""
PATIENCE = 20  # seconds
LONGEST_WAY_BACK = 20  # pages
STOPS = 60  # Tab presses after which a control counts as out of reach
ZONES = (
    "Pacific/Honolulu", "America/Los_Angeles", "America/New_York", "America/Sao_Paulo", "Europe/London",
    "Europe/Moscow", "Asia/Karachi", "Asia/Bangkok", "Asia/Tokyo", "Pacific/Auckland",
)  # fmt: skip
# Past the last stop Tab leaves the page (its body) and comes back to the first.
RING = """() => {
  if (document.activeElement === document.body) { return true; }
  const style = getComputedStyle(document.activeElement.closest(".chip") ?? document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
}"""


def evening_zone() -> str:
    """A time zone where it is evening now: late enough for "No falls today", and not yet midnight."""
    return next(name for name in ZONES if 18 < datetime.now(ZoneInfo(name)).hour < 23)


NEAR_BUTTON = """([x, y]) => [0, 12, -12, 24, -24, 36, -36].find(
  (by) => document.elementFromPoint(x, y + by)?.closest("button, a")) ?? 0"""


class Phone:
    """One page of somebody's own browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._tapped, self._spot, self._path = 0.0, (0.0, 0.0), ""

    def open(self, address: str) -> None:
        self.page.goto(address)

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words, exact=True)

    def link(self, words: str, *, exact: bool = False) -> Locator:
        return self.page.get_by_role("link", name=words, exact=exact)

    def chip(self, words: str) -> Locator:
        """A visible answer; the control inside it is as small as a pixel."""
        return self.page.locator(".chip").filter(has_text=re.compile(rf"^\s*{re.escape(words)}\s*$"))

    def tap(self, target: Locator) -> None:
        target.scroll_into_view_if_needed()
        spot = _middle_of(target)
        if math.dist(spot, self._spot) < REACH:
            rest = REST if urlsplit(self.page.url).path == self._path else LONG_REST
            self.page.wait_for_timeout(max(0.0, self._tapped + rest - time.monotonic()) * 1000)
        self._path = urlsplit(self.page.url).path
        target.click()
        self._tapped, self._spot = time.monotonic(), spot

    def taps_twice(self, target: Locator) -> None:
        """As a thumb that shakes: twice at once, then on a button that has just appeared near there."""
        self.tap(target)
        x, y = self._spot
        self.page.mouse.click(x, y)
        self.page.wait_for_timeout(100)
        self.page.mouse.click(x, y + self.page.evaluate(NEAR_BUTTON, [x, y]))

    def markup(self) -> str:
        """All that the browser holds of the page, once it stands still: Back may make it load itself anew."""
        while True:
            self.page.wait_for_load_state("networkidle")
            try:
                return self.page.content()
            except PlaywrightError as error:
                if "navigating" not in error.message:
                    raise

    def presses_back_to_the_start(self, *never: str) -> int:
        """How many pages lie behind this one; none of them holds any of the words."""
        for pages in range(LONGEST_WAY_BACK):
            self.page.go_back()
            if self.page.url == "about:blank":
                return pages
            expect(self.page.locator("h1")).to_be_visible()
            shown = self.markup()
            assert not [words for words in never if words in shown], self.page.url
        raise AssertionError("Back leads round in a circle")

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def sees_no(self, words: str) -> None:
        expect(self.page.get_by_text(words)).to_have_count(0)

    def shows_no(self, words: str) -> None:
        """What may be there, and is not to be seen."""
        expect(self.page.get_by_text(words).locator("visible=true")).to_have_count(0)

    def is_at(self, heading: str) -> None:
        expect(self.page.locator("h1")).to_have_text(heading)

    def is_home(self) -> None:
        expect(self.page.locator("h1")).to_have_text(re.compile(r"^\w+day \d"))

    def has_sent_all(self) -> None:
        """The server has what was logged here; other people's screens may be looked at."""
        self.waits_until(ALL_SENT)

    def waits_until(self, script: str) -> None:
        """Asks again until the promise of this script says so (wait_for_function asks a promise once)."""
        last = time.monotonic() + PATIENCE
        while time.monotonic() < last:
            with suppress(PlaywrightError):  # a page on its way to another has no answer
                if self.page.evaluate(script):
                    return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"Never: {script}")

    def skip_all(self, questions: int) -> None:
        """Presses Next on every question, choosing nothing."""
        for number in range(1, questions + 1):
            self.sees(f"Question {number} of {questions}")
            self.tap(self.button("Finish" if number == questions else "Next"))

    def tab_to(self, target: Locator) -> None:
        """By the Tab key alone; every stop on the way shows where it is."""
        for _stop in range(STOPS):
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(RING), self.page.evaluate("document.activeElement.outerHTML")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"Tab does not reach {target}")

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.tab_to(target)
        self.page.keyboard.press(key)

    def focus_is_on(self, heading: str | re.Pattern[str]) -> None:
        expect(self.page.locator("h1:focus")).to_have_text(heading)


def _middle_of(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def today_in(zone: str) -> datetime:
    return timezone.now().astimezone(ZoneInfo(zone))
