"""A browser that dies in the middle of a tap: what was shown as saved is there, once."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from logs.models import Fall
from tests.e2e.killed_phone import reckon, send_all, tap_under_kills
from tests.e2e.line import Line
from tests.e2e.watched import WatchedPhone
from tests.people import make_patient
from tests.servers.web import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_whatever_was_shown_as_saved_when_the_browser_was_killed_arrives_exactly_once(
    playwright: Playwright, installation: WebServer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    anna = make_patient("Anna")
    line = Line(installation.port)
    request.addfinalizer(line.close)
    phone = WatchedPhone(playwright.chromium, tmp_path / "phone", line)
    request.addfinalizer(phone.close)
    phone.sign_in(anna.user)
    taps = tap_under_kills(phone, falls=12, kills=4, seed=1)
    send_all(phone)
    found = reckon(taps, list(Fall.objects.filter(patient=anna).values_list("occurred_at", flat=True)))
    assert (found.taps, found.killed) == (12, 4)
    assert found.shown >= 8
    assert found.wrong == 0, found
