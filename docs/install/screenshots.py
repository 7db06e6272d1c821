"""Photographs a running demo. Usage: python docs/install/screenshots.py ORIGIN ADDRESS PASSWORD"""

import sys
from pathlib import Path

from palette import drawn
from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parent.parent.parent
SCREENSHOTS = ROOT / "frontend/static/frontend/screenshots"
PHONE: ViewportSize = {"width": 360, "height": 720}
COMPUTER: ViewportSize = {"width": 1280, "height": 800}
# The name is a setting: no picture holds it.
NAMELESS = "document.querySelector('.brand span')?.replaceChildren()"


def photograph(page: Page, name: str, *, sharpness: int) -> None:
    assert page.viewport_size  # noqa: S101 - set below
    size = [length * sharpness for length in (page.viewport_size["width"], page.viewport_size["height"])]
    page.wait_for_load_state("networkidle")
    page.evaluate(NAMELESS)
    picture = drawn(page.context.new_page(), "image/png", page.screenshot(), *size)
    (SCREENSHOTS / name).write_bytes(picture)
    print(f"{name}: {' x '.join(map(str, size))}, {len(picture)} bytes")


def sign_in(page: Page, address: str, password: str) -> None:
    page.goto("/sign-in/")
    page.locator("[name=login]").fill(address)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.get_by_role("button", name="I fell").wait_for()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from tests.servers.browser import chromium_arguments, chromium_path

    origin, address, password = sys.argv[1:]
    SCREENSHOTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=chromium_arguments())
        phone = browser.new_context(base_url=origin, viewport=PHONE, device_scale_factor=2).new_page()
        sign_in(phone, address, password)
        photograph(phone, "home.png", sharpness=2)
        phone.goto("/diary/")
        photograph(phone, "diary.png", sharpness=2)
        computer = browser.new_context(base_url=origin, viewport=COMPUTER).new_page()
        sign_in(computer, address, password)
        computer.goto("/diary/")
        photograph(computer, "wide.png", sharpness=1)
        # Last, because it adds a fall to the demo.
        phone.goto("/")
        phone.get_by_role("button", name="I fell").click()
        phone.get_by_role("heading", name="Are you hurt?").wait_for()
        photograph(phone, "safety.png", sharpness=2)
        browser.close()
