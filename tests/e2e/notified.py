"""Notifications on somebody's phone: turned on by its page, brought as a push service would, and pressed.

What stands in for the browser's half is the part that would ask its maker's servers for a subscription,
and the thumb: no protocol presses a notification, so the worker gets the event that a press would be.
"""

import json
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Worker, expect

from tests.e2e.installed import InstalledPhone

BROWSERS_HALF = """(() => {
  const told = %s;
  const kept = "subscribed";
  const subscription = {
    endpoint: told.endpoint,
    toJSON: () => told,
    unsubscribe: async () => localStorage.removeItem(kept),
  };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem(kept) ? subscription : null);
  PushManager.prototype.subscribe = async (options) => {
    localStorage.setItem(kept, JSON.stringify(options));
    return subscription;
  };
})();"""
SHOWN = """async () => (await registration.getNotifications()).map(
  ({ title, body, tag, badge, icon, data, timestamp, silent, actions }) => (
    { title, body, tag, badge, icon, data, timestamp, silent,
      actions: actions.map(({ action, title }) => ({ action, title })) }))"""
# Chromium forgets a notification that it is asked about while it is being shown: nothing asks until it is.
COUNT_SHOWN = """() => {
  if (self.shownHere === undefined) {
    self.shownHere = 0;
    const show = registration.showNotification.bind(registration);
    registration.showNotification = async (...told) => {
      await show(...told);
      self.shownHere += 1;
    };
  }
  return self.shownHere;
}"""
# A window opens for a real thumb only: here it is noted which one would. `waitUntil` of an event that a
# script made refuses; this one waits, too.
PRESS = """async ([tag, action, times]) => {
  const opened = [];
  const done = [];
  clients.openWindow = async (address) => { opened.push(address); return null; };
  const [notification] = await registration.getNotifications({ tag });
  for (let press = 0; press < times; press += 1) {
    const event = new NotificationEvent("notificationclick", { action, notification });
    Object.defineProperty(event, "waitUntil", { value: (promise) => done.push(promise) });
    dispatchEvent(event);
  }
  await Promise.all(done);
  delete clients.openWindow;
  return opened;
}"""


class Notifications:
    """Those of one phone, which is signed in and has its worker."""

    def __init__(self, phone: InstalledPhone) -> None:
        self.phone = phone
        self._devtools = phone.context.new_cdp_session(phone.page)
        # Allowing one by Playwright denies the others, background sync among them.
        allowed = ["notifications", "backgroundSync"]
        self._devtools.send("Browser.grantPermissions", {"origin": phone.origin, "permissions": allowed})
        registrations: list[Mapping[str, Any]] = []
        self._devtools.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda told: registrations.extend(told["registrations"]),
        )
        self._devtools.send("ServiceWorker.enable")
        while not registrations:
            phone.page.wait_for_timeout(50)
        self._worker = {"origin": phone.origin, "registrationId": registrations[-1]["registrationId"]}

    @property
    def worker(self) -> Worker:
        return self.phone.context.service_workers[-1]

    def turn_on(self, subscription: Mapping[str, Any]) -> None:
        """By the page; what the browser was asked with stays under "subscribed"."""
        self.phone.context.add_init_script(BROWSERS_HALF % json.dumps(subscription))
        self.phone.open("/notifications/")
        self.phone.tap(self.phone.button("Turn on notifications on this phone"))
        self.phone.sees("Notifications are on for this phone.")

    def deliver(self, payload: Mapping[str, Any]) -> None:
        """As the browser gets it from its push service, opened; until it is shown."""
        before = self.worker.evaluate(COUNT_SHOWN)
        told = self._worker | {"data": json.dumps(payload)}
        self._devtools.send("ServiceWorker.deliverPushMessage", told)
        for _look in range(200):
            if self.worker.evaluate("self.shownHere") > before:
                return
            self.phone.page.wait_for_timeout(50)
        raise AssertionError("Nothing is shown.")

    def shown(self, count: int = 1) -> list[dict[str, Any]]:
        """Everything on the screen, as soon as there are so many."""
        last = 0
        for _look in range(200):
            found: list[dict[str, Any]] = self.worker.evaluate(SHOWN)
            last = len(found)
            if last == count:
                return found
            self.phone.page.wait_for_timeout(100)
        raise AssertionError(f"{last} notifications, not {count}")

    def brings(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Delivers the only one, and what is shown then."""
        since = max((one["timestamp"] for one in self.worker.evaluate(SHOWN)), default=0)
        self.deliver(payload)
        for _look in range(200):
            [shown] = self.shown()
            if shown["timestamp"] > since:
                return shown
            self.phone.page.wait_for_timeout(50)
        raise AssertionError("Nothing new is shown.")

    def press(self, action: str = "", *, times: int = 1) -> list[str]:
        """On the only one that is shown; the addresses that were opened by it."""
        [shown] = self.shown()
        opened: list[str] = self.worker.evaluate(PRESS, [shown["tag"], action, times])
        return opened

    def opens(self, address: str) -> None:
        """The window that a press opened."""
        self.phone.open("about:blank")
        self.phone.open(address)
        expect(self.phone.page.locator("h1")).to_be_visible()
