"""A WebKit for each test, and a web server that can go away and come back."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import override_settings

from tests.conftest import _or_skip
from tests.servers.folders import short_folder
from tests.servers.screen import Screen
from tests.servers.web import WebServer
from tests.servers.webkit import webkit_programs
from tests.webkit.browser import WebKit

HASHED = {"staticfiles": {"BACKEND": "fallrisk.storage.HashedStaticFilesStorage"}}


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The name of a screen that nobody sees."""
    screen = Screen(program=_or_skip(lambda: webkit_programs().screen))
    yield _or_skip(screen.start)
    screen.stop()


@pytest.fixture
def webkit(display: str) -> Iterator[WebKit]:
    """Somebody's WebKit, new; see `restart` and `lose_power`."""
    browser = WebKit(programs=webkit_programs(), display=display)
    yield browser.start()
    browser.stop()
    browser.forget()


@pytest.fixture(scope="session")
def collected() -> str:
    """Our static files as people get them: hashed, and a service worker's list of them true."""
    folder = str(short_folder("collected"))
    from django.conf import settings

    with override_settings(STATIC_ROOT=folder, STORAGES=settings.STORAGES | HASHED):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def web(transactional_db: None, redis_url: str, collected: str) -> Iterator[WebServer]:
    """The pages at `web.origin`: without signal after `web.stop()`, until `web.start()`."""
    server = WebServer(redis_url=redis_url, STATIC_ROOT=collected)
    yield server.start()
    server.stop()
