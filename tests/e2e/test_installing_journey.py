"""A browser finds all it wants before it offers to install."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import OpenPage
from tests.people import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def asked_of_browser(page: Page, question: str) -> Any:
    return page.context.new_cdp_session(page).send(question)


def test_chromium_finds_no_fault_with_what_it_is_told(open_as: OpenPage) -> None:
    page = open_as(make_patient("Anna").user)
    page.goto("/more/")
    told = asked_of_browser(page, "Page.getAppManifest")
    assert told["url"].endswith("/manifest.webmanifest")
    assert told["errors"] == []
    assert json.loads(told["data"])["display"] == "standalone"
    faults = asked_of_browser(page, "Page.getInstallabilityErrors")["installabilityErrors"]
    # A browser window that leaves no traces, as those of tests are, installs nothing.
    assert [fault["errorId"] for fault in faults if fault["errorId"] != "in-incognito"] == []
    assert vars(page)["complaints"] == []
