"""WebKit sets aside a page that somebody leaves, whatever it was doing; the next one must not wait for it."""

import pytest

from accounts.models import Patient
from logs.models import Fall
from tests.webkit.phone import WebKitPhone

# The page reads and writes without a pause, and is left in the middle of it.
LEAVES_WHILE_BUSY = """
const [name, ...given] = arguments;
const files = performance.getEntriesByType("resource").map((one) => one.name);
import(files.find((file) => file.includes("phone/store."))).then((store) => {
  const work = () => [...Array(50)].map(() => store[name](...given).catch(() => undefined));
  setInterval(work, 1);
  work();
  setTimeout(() => location.assign("/log/?next"), 20);
});"""

# It holds the lock of whoever sends, and waits for an answer.
LEAVES_WHILE_SENDING = """
navigator.locks.request("outbox", () => {
  setTimeout(() => location.assign("/log/?next"), 20);
  return new Promise(() => undefined);
});"""


@pytest.mark.parametrize("busy_with", ["everything", "belongsTo"])
def test_a_fall_is_saved_at_once_after_a_page_that_was_left_in_the_middle_of_its_work(
    busy_with: str, phone: WebKitPhone, anna: Patient
) -> None:
    phone.open("/log/")
    phone.is_home()
    phone.browser.execute_script(LEAVES_WHILE_BUSY, busy_with, str(anna.user.public_id), False)
    phone.comes_to("/log/?next")
    phone.tap("I fell")
    phone.is_at("Are you hurt?")
    phone.sees("Saved on this phone.")


def test_what_waits_is_sent_after_a_page_that_was_left_in_the_middle_of_sending(phone: WebKitPhone) -> None:
    phone.open("/log/")
    phone.is_home()
    phone.browser.execute_script(LEAVES_WHILE_SENDING)
    phone.comes_to("/log/?next")
    phone.tap("Near fall")
    phone.is_at("When was it?")
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    assert Fall.objects.count() == 1
