"""In the demo, whoever joins finds the mail that would have been sent."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from reminders.models import Delivery
from reminders.services.letters import Letter, mail_of

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
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


def letter(text: str, html: str = "", *, image: bytes = b"") -> bytes:
    """A digest as the mail server gets it."""
    images = {"chart": image} if image else {}
    kept = Letter(to="anna@example.org", subject="Footing", text=text, html=html, images=images)
    delivery = Delivery(made_at=datetime(2026, 11, 30, 7, 45, tzinfo=UTC))
    return bytes(mail_of(kept, delivery=delivery).message().as_bytes())


@pytest.fixture
def box(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path
    (tmp_path / "mail").mkdir()
    return tmp_path / "mail"


def test_a_mail_with_html_is_read_as_text_and_seen_with_its_pictures_behind_a_link(box: Path) -> None:
    html = '<p style="color: red">Two falls <img src="cid:chart" alt="2 falls"></p>'
    (box / "17-1-1.eml").write_bytes(letter("Two falls", html, image=PNG))
    assert "Two falls" in Client().get("/dev/mail/").content.decode()
    page = Client().get("/dev/mail/")
    assert 'href="/dev/mail/17-1-1/" hx-boost="false"' in page.content.decode()
    shown = Client().get("/dev/mail/17-1-1/")
    picture = base64.b64encode(PNG).decode()
    assert f'<img src="data:image/png;base64,{picture}" alt="2 falls">' in shown.content.decode()
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "'unsafe-inline'" not in page.headers["Content-Security-Policy"]


def test_a_mail_without_html_has_no_such_link_and_no_such_page(box: Path) -> None:
    (box / "17-1-1.eml").write_bytes(letter("Two falls"))
    assert "/dev/mail/17" not in Client().get("/dev/mail/").content.decode()
    assert Client().get("/dev/mail/17-1-1/").status_code == 404
    assert Client().get("/dev/mail/18-1-1/").status_code == 404


def test_an_empty_box_says_how_a_mail_gets_there(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    assert "No mail yet" in Client().get("/dev/mail/").content.decode()
