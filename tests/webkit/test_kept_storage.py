"""The WebKit of these tests forgets no more than a phone does: other tests here lean on that."""

import pytest

from tests.servers.web import WebServer
from tests.webkit.browser import WebKit

OPEN = """
const [value, done] = arguments;
const asked = indexedDB.open("kept", 1);
asked.onupgradeneeded = () => { asked.result.createObjectStore("words"); };
asked.onsuccess = () => {
  const words = asked.result.transaction("words", "readwrite");
"""
WRITE = f"""{OPEN}
  words.objectStore("words").put(value, "anna");
  words.oncomplete = () => {{ asked.result.close(); done("written"); }};
}};"""
READ = f"""{OPEN}
  const found = words.objectStore("words").get("anna");
  found.onsuccess = () => {{ asked.result.close(); done(found.result ?? null); }};
}};"""


@pytest.mark.parametrize("ending", ["restart", "lose_power"])
def test_what_a_page_wrote_is_there_after_the_browser_ended(
    ending: str, web: WebServer, webkit: WebKit
) -> None:
    webkit.driver.get(f"{web.origin}/sign-in/")
    assert webkit.driver.execute_async_script(WRITE, "I fell") == "written"
    getattr(webkit, ending)()
    webkit.driver.get(f"{web.origin}/sign-in/")
    assert webkit.driver.execute_async_script(READ, None) == "I fell"


def test_every_test_gets_a_webkit_that_knows_nothing(web: WebServer, webkit: WebKit) -> None:
    webkit.driver.get(f"{web.origin}/sign-in/")
    assert webkit.driver.execute_async_script(READ, None) is None
    assert webkit.driver.get_cookie("sessionid") is None


def test_a_server_that_stopped_is_no_page_and_comes_back_at_its_address(
    web: WebServer, webkit: WebKit
) -> None:
    heading = "return document.querySelector('h1')?.textContent ?? null"
    webkit.driver.get(f"{web.origin}/sign-in/")
    shown = webkit.driver.execute_script(heading)
    assert shown
    web.stop()
    webkit.driver.refresh()
    assert webkit.driver.execute_script(heading) is None
    web.start()
    webkit.driver.get(f"{web.origin}/sign-in/")
    assert webkit.driver.execute_script(heading) == shown
