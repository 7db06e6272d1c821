"""Anna turns notifications on, tries one, and turns them off. The push service is a real one on loopback;
what stands in for the browser's half is the part that would ask its maker's servers."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from reminders.models import PushSubscription
from reminders.services.vapid import vapid_key
from tests.e2e.conftest import OpenPhone
from tests.guests import nobody_tried_before
from tests.people import make_patient
from tests.servers.push_service import PushService

__all__ = ["nobody_tried_before"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nobody_tried_before"),
]

BROWSERS_HALF = """(() => {
  const told = %s;
  const kept = "subscribed";
  const subscription = { toJSON: () => told, unsubscribe: async () => sessionStorage.removeItem(kept) };
  const pushManager = {
    getSubscription: async () => (sessionStorage.getItem(kept) ? subscription : null),
    subscribe: async (options) => {
      if (%s) { throw new DOMException("No", "AbortError"); }
      sessionStorage.setItem(kept, JSON.stringify(options));
      return subscription;
    },
  };
  const worker = { pushManager };
  const container = Object.assign(new EventTarget(), {
    ready: Promise.resolve(worker),
    getRegistration: async () => worker,
    register: async () => worker,
  });
  Object.defineProperty(navigator, "serviceWorker", { get: () => container });
  Object.defineProperty(Notification, "permission", { get: () => "%s" });
})();"""


def browsers_half(told: object = None, *, fails: bool = False, permission: str = "default") -> str:
    return BROWSERS_HALF % (json.dumps(told), json.dumps(fails), permission)


def test_anna_turns_them_on_tries_one_and_turns_them_off(
    phone_of: OpenPhone, push_service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def done(task: Any, *ids: int) -> bool:
        task(*ids)
        return True

    monkeypatch.setattr("frontend.views.notifications.start_soon", done)
    key = vapid_key().public
    phone = phone_of(make_patient("Anna").user)
    phone.page.add_init_script(browsers_half(push_service.subscription(key=key)))
    phone.open("/more/")
    phone.tap(phone.link("Notifications"))
    phone.is_at("Notifications")
    phone.tap(phone.button("Turn on notifications on this phone"))
    phone.sees("Notifications are on for this phone.")
    phone.sees("Notifications are on here.")
    asked = json.loads(phone.page.evaluate("sessionStorage.subscribed"))
    assert asked == {"userVisibleOnly": True, "applicationServerKey": key}
    phone.tap(phone.button("Send me a test"))
    phone.sees("A test is on its way to 1 phone.")
    assert push_service.received[0]["body"] == "This is a test. Reminders will look like this."
    phone.tap(phone.page.get_by_role("button", name="Turn off"))
    phone.sees("On no phone yet.")
    expect(phone.button("Turn on notifications on this phone")).to_be_visible()
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("half", "words"),
    [
        (browsers_half(permission="denied"), "Notifications of this site are blocked on this phone."),
        ("delete window.PushManager;", "This browser cannot show notifications."),
        ("delete window.PushManager; navigator.standalone = false;", "only to an app on its Home Screen"),
    ],
)
def test_a_phone_that_cannot_is_told_why_and_what_to_do(phone_of: OpenPhone, half: str, words: str) -> None:
    phone = phone_of(make_patient("Anna").user)
    phone.page.add_init_script(half)
    phone.open("/notifications/")
    expect(phone.page.get_by_text(words)).to_be_visible()
    expect(phone.button("Turn on notifications on this phone")).not_to_be_visible()
    expect(phone.page.locator("push-switch > :visible")).to_have_count(1)


def test_a_phone_that_does_not_get_through_says_so_and_can_try_again(phone_of: OpenPhone) -> None:
    phone = phone_of(make_patient("Anna").user)
    phone.page.add_init_script(browsers_half(fails=True))
    phone.open("/notifications/")
    phone.tap(phone.button("Turn on notifications on this phone"))
    expect(phone.page.get_by_role("alert").filter(has_text="Nothing was turned on.")).to_be_visible()
    expect(phone.button("Turn on notifications on this phone")).to_be_enabled()
