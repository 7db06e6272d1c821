"""In the demo, whoever joins finds the mail that would have been sent."""

from pathlib import Path

from django.test import Client
from pytest_django.fixtures import Settings

MAIL = b"""To: anna@example.org
Subject: Footing: Confirm your address

Open http://127.0.0.1:8000/x/ <b>now</b>
"""


def test_a_mail_is_listed_with_its_link_and_without_its_markup(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "1.eml").write_bytes(MAIL)
    page = Client().get("/dev/mail/").content.decode()
    assert "Confirm your address" in page
    assert 'href="http://127.0.0.1:8000/x/"' in page
    assert "&lt;b&gt;now" in page


def test_an_empty_box_says_how_a_mail_gets_there(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    assert "No mail yet" in Client().get("/dev/mail/").content.decode()
