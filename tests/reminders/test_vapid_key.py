"""Push services know an installation by one key, for as long as it lives."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, connection
from pytest_django.fixtures import Settings

from reminders.models import VapidKey
from reminders.services.vapid import authorization, subject, vapid_key
from tests.faults.web import at_once
from tests.servers.worker import current_database_url

ROOT = Path(__file__).resolve().parent.parent.parent
SAY = "from reminders.services.vapid import vapid_key; print(vapid_key().public)"


@pytest.mark.django_db
def test_the_key_is_made_at_first_need_and_kept() -> None:
    assert not VapidKey.objects.exists()
    first = vapid_key()
    assert vapid_key() == first
    assert vapid_key().private_pem == first.private_pem
    assert VapidKey.objects.count() == 1


@pytest.mark.django_db
def test_the_database_takes_no_second_key() -> None:
    with pytest.raises(IntegrityError):
        VapidKey.objects.create(pk=2, private_pem="x", public="y")


@pytest.mark.django_db(transaction=True)
def test_many_who_need_it_at_once_have_one_key() -> None:
    def needed() -> str:
        try:
            return vapid_key().public
        finally:
            connection.close()

    assert len(set(at_once([needed] * 8))) == 1
    assert VapidKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_and_one_after_a_restart_have_the_same_key() -> None:
    environment = os.environ | {"DATABASE_URL": current_database_url()}

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", SAY]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)

    both = [start(), start()]
    said = [process.communicate()[0].strip() for process in both]
    assert said == [vapid_key().public] * 2
    assert start().communicate()[0].strip() == said[0]


@pytest.mark.parametrize(
    ("sender", "origin", "named"),
    [
        ("Footing <falls@clinic.example>", "https://falls.example", "mailto:falls@clinic.example"),
        ("falls@clinic.example", "https://falls.example", "mailto:falls@clinic.example"),
        ("Footing <no-reply@localhost>", "https://falls.example", "https://falls.example"),
        ("Footing <no-reply@localhost>", "http://127.0.0.1:8000", "mailto:no-reply@localhost"),
    ],
)
def test_a_push_service_in_trouble_learns_whom_to_write_to(
    sender: str, origin: str, named: str, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL, settings.ORIGIN = sender, origin
    assert subject() == named


@pytest.mark.django_db
def test_the_private_half_is_in_no_header() -> None:
    from django.utils import timezone

    header = authorization("https://fcm.googleapis.com/x", now=timezone.now())
    assert vapid_key().public in header
    secret = "".join(vapid_key().private_pem.splitlines()[1:-1])
    assert secret not in header
