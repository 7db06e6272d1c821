"""A private installation for one benchmark: its own PostgreSQL, folder and settings."""

import atexit
import io
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from launch.lifeline import die_with_parent
from launch.ports import HOST
from tests.servers.folders import short_folder
from tests.servers.postgresql import PostgresServer
from tests.servers.redis import RedisServer

if TYPE_CHECKING:
    from accounts.models import Patient, User
    from logs.models import Fall

WAIT = 20  # seconds for the web server's first answer


def prepare(
    *, redis: bool = False, origin: str = "http://testserver", database: PostgresServer | None = None
) -> Path:
    """Starts the servers, sets the environment and Django up, and migrates; returns the data folder.

    DATABASE_URL of the caller is left alone: benchmarks never touch anybody's data.
    """
    folder, database = short_folder("bench"), database or PostgresServer()
    atexit.register(database.stop)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "fallrisk.settings",
        "DATA_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": database.start(),
        "REDIS_URL": _redis() if redis else f"unix://{folder}/nobody-listens.sock",
        "SECRET_KEY": "a key that only benchmarks use, and no installation ever does",
        "LOOPBACK_DEMO": "1",
        "DEBUG": "0",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "ORIGIN": origin,
        "EMAIL_URL": "dummymail://",
        "LOG_LEVEL": "WARNING",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def demo_patient(*, months: int) -> "Patient":
    """An ordinary patient with so many months of diary, linked to a clinic."""
    from django.core.management import call_command

    from accounts.models import Patient

    call_command("demo", patients=1, months=months, seed=1, json=True, stdout=io.StringIO())
    return Patient.objects.select_related("user").latest("pk")


def record_a_fall(patient: "Patient") -> "Fall":
    """A fall of this moment; nothing is told about it yet."""
    from django.utils import timezone

    from logs.domain.entries import FallEntry
    from logs.domain.vocabulary import Kind
    from logs.services.falls import record_fall

    now = timezone.now()
    entry = FallEntry(
        entry_id=uuid4(), kind=Kind.FALL, occurred_at=now, time_zone=patient.time_zone, made_at=now
    )
    return record_fall(patient=patient, entry=entry, by=patient.user, received_at=now).fall


def session_of(user: "User") -> str:
    """The value of the session cookie of somebody who is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def serve(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    """The web server as `make run` starts it."""
    log = (folder / "web.log").open("wb")
    with log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:launch.web", "fallrisk.wsgi"],
            env=os.environ | {"PORT": str(port)},
            stdout=log,
            stderr=log,
            preexec_fn=die_with_parent,
            start_new_session=True,
        )
    if not until_it_listens(port):
        raise SystemExit(f"gunicorn did not start: {(folder / 'web.log').read_text()[-1000:]}")
    return server


def until_it_listens(port: int) -> bool:
    last = time.monotonic() + WAIT
    while time.monotonic() < last:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def _redis() -> str:
    server = RedisServer()
    server.url = ""
    atexit.register(server.stop)
    return server.start()
