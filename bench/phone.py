"""A phone with the app on it and somebody signed in, for benchmarks that tap."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from tests.e2e.watched import WatchedPhone


@contextmanager
def phone_of(account: "User", folder: Path, port: int) -> Iterator["WatchedPhone"]:
    """Signed in by the form with the password of the tests, and ready to do without the network."""
    from playwright.sync_api import expect, sync_playwright

    from tests.e2e.line import Line
    from tests.e2e.watched import WatchedPhone
    from tests.people import PASSWORD

    # Playwright's loop runs in this thread; Django would refuse its database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=20_000)
    account.set_password(PASSWORD)
    account.save()
    with sync_playwright() as playwright:
        phone = WatchedPhone(playwright.chromium, folder / "phone", Line(port))
        phone.sign_in(account)
        yield phone
        phone.close()
