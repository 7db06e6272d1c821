"""A WebKit for each test, Anna's phone with it, and a web server that can go away and come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.models import Patient
from tests.conftest import _or_skip
from tests.people import make_patient
from tests.servers.screen import Screen
from tests.servers.web import WebServer
from tests.servers.webkit import webkit_programs
from tests.webkit.browser import WebKit
from tests.webkit.phone import WebKitPhone

EMERGENCY, PERSON = "+44999", "+44 7700 900123"


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


@pytest.fixture
def web(transactional_db: None, redis_url: str, collected_files: Path) -> Iterator[WebServer]:
    """The pages at `web.origin`: without signal after `web.stop()`, until `web.start()`."""
    server = WebServer(redis_url=redis_url, STATIC_ROOT=str(collected_files))
    yield server.start()
    server.stop()


@pytest.fixture
def anna(transactional_db: None) -> Patient:
    return make_patient(
        "Anna", time_zone="UTC", emergency_number=EMERGENCY, person_name="Carl", person_number=PERSON,
        blood_thinner="yes",
    )  # fmt: skip


@pytest.fixture
def phone(anna: Patient, web: WebServer, webkit: WebKit) -> WebKitPhone:
    """Anna's: she is signed in, and the phone knows what it needs without a network."""
    phone = WebKitPhone(webkit, web.origin)
    phone.sign_in(anna.user)
    return phone
