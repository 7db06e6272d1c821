"""A phone that notices in the page itself, by the page's clock, when it is tapped and when words appear."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserType, Page

from tests.e2e.installed import InstalledPhone
from tests.e2e.line import Line

SAVED = "Saved on this phone."
# `words`: they are in the page; `frame`: the frame that shows them is drawn. The page that is tapped may
# lead to another before that, so the moments are those of the clock on the wall.
WATCH = """(() => {
  const now = () => performance.timeOrigin + performance.now();
  const drawn = (what) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => noticed(what, now());
    channel.port2.postMessage(null);
  });
  let [words, buttons] = [false, false];
  addEventListener("click", (event) => {
    noticed("tap", performance.timeOrigin + event.timeStamp);
  }, true);
  new MutationObserver(() => {
    if (!buttons && document.querySelectorAll("#screen button[data-kind]").length === 3) {
      buttons = true;
      noticed("start", performance.timeOrigin);
      drawn("buttons");
    }
    const says = (place) => place.textContent.includes("SAVED") && place.checkVisibility();
    if (!words && [...document.querySelectorAll(".saved")].some(says)) {
      words = true;
      noticed("words", now());
      drawn("frame");
    }
  }).observe(document, { childList: true, subtree: true });
})()""".replace("SAVED", SAVED)


class WatchedPhone(InstalledPhone):
    """`moments` holds the first of each kind since it was last cleared (ms of the epoch)."""

    def __init__(self, browser: BrowserType, folder: Path, line: Line, **options: Any) -> None:
        self.moments: dict[str, float] = {}
        self.at: dict[str, Callable[[], None]] = {}
        super().__init__(browser, folder, line, **options)

    def start(self) -> Page:
        page = super().start()
        self.moments.clear()
        self.context.expose_binding("noticed", self._notice)
        self.context.add_init_script(WATCH)
        return page

    def waits_for(self, moment: str) -> float:
        for _pause in range(4000):
            if moment in self.moments:
                return self.moments[moment]
            self.page.wait_for_timeout(5)
        raise AssertionError(f"Never: {moment}")

    def _notice(self, _source: object, what: str, moment: float) -> None:
        first = what not in self.moments
        self.moments.setdefault(what, moment)
        if first and what in self.at:
            self.at[what]()
