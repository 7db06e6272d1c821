"""A browser that is signed in as somebody, and what it finds wrong with a page."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page, Playwright, expect
from playwright.sync_api import Error as PlaywrightError
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.e2e.installed import InstalledPhone
from tests.e2e.line import Line
from tests.e2e.phone import Phone
from tests.people import signed_in
from tests.servers.web import WebServer

# Playwright's own loop runs in this thread; Django would refuse its database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# What is to be seen comes in its own time: a busy machine is no failure.
expect.set_options(timeout=20_000)

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# Without its own copy of our sheets, which it would put into the page: the CSP lets no inline style in.
AXE_RUN = """(whole) => axe.run(document, {
  preload: false,
  ...(whole ? {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: {"target-size": {enabled: true}, "color-contrast-enhanced": {enabled: true}},
  } : {runOnly: {type: "rule", values: ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]}}),
}).then((found) => found.violations.map(
  (rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`))"""

# Chromium and htmx note these answers as errors; to us they are pages with words for people.
ANSWERED_IN_WORDS = re.compile(r"(status of|Status Error Code) (404|422) ")

OpenPage = Callable[..., Page]
OpenPhone = Callable[..., Phone]
TakePhone = Callable[..., InstalledPhone]
AxeFindings = Callable[..., list[str]]


@pytest.fixture
def open_as(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """A page of somebody's own browser; `complaints` of the page collects what the console says."""
    contexts = []

    def open_browser(account: User | None, *, width: int = 360, height: int = 640, **options: Any) -> Page:
        if account is not None and account.is_patient:
            options = {"timezone_id": account.patient.time_zone} | options  # at home
        context = browser.new_context(
            viewport={"width": width, "height": height}, base_url=live_server.url, **options
        )
        contexts.append(context)
        if account is not None:
            cookie = signed_in(account).cookies[django_settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
        complaints: list[str] = []
        context.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        vars(page)["complaints"] = complaints
        return page

    yield open_browser
    for context in contexts:
        for page in context.pages:
            # What is still being answered would hold tables that the next test empties.
            with suppress(PlaywrightError):
                page.wait_for_load_state("networkidle", timeout=3000)
        context.close()


@pytest.fixture
def phone_of(open_as: OpenPage) -> Iterator[OpenPhone]:
    """Somebody's phone. When the journey ends, no console has complained, of the CSP or anything else."""
    pages: list[Page] = []

    def take_phone(account: User | None, **options: Any) -> Phone:
        pages.append(open_as(account, **options))
        return Phone(pages[-1])

    yield take_phone
    said = [line for page in pages for line in vars(page)["complaints"] if not ANSWERED_IN_WORDS.search(line)]
    assert not said, "\n".join(said)


@pytest.fixture(scope="session")
def axe_findings() -> AxeFindings:
    """Everything that axe finds on a page, target sizes included; or in its colours alone."""
    source = AXE.read_text(encoding="utf-8")

    def find(page: Page, *, whole: bool = True) -> list[str]:
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(source)
        found: list[str] = page.evaluate(AXE_RUN, whole)
        return found

    return find


@pytest.fixture
def installation(transactional_db: None, redis_url: str, collected_files: Path) -> Iterator[WebServer]:
    """The product as people run it, a process of its own: it can be stopped and started on the same port."""
    server = WebServer(redis_url=redis_url, STATIC_ROOT=str(collected_files))
    yield server.start()
    server.stop()


@pytest.fixture
def take_phone(playwright: Playwright, installation: WebServer, tmp_path: Path) -> Iterator[TakePhone]:
    """A phone with the app of this installation; the name is that of its folder."""
    phones: list[InstalledPhone] = []

    def take(name: str = "phone", **options: Any) -> InstalledPhone:
        line = Line(installation.port)
        phones.append(InstalledPhone(playwright.chromium, tmp_path / name, line, **options))
        return phones[-1]

    yield take
    for phone in phones:
        phone.close()
        phone.line.close()
