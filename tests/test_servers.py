"""The servers that other tests lean on are real."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import redis
from django.core.mail import send_mail
from django.db import connection

from tests.servers.postgresql import PostgresServer
from tests.servers.smtp import SmtpBox
from tests.servers.worker import CeleryWorkerProcess


def test_a_private_redis_keeps_a_value(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.set("a", "1")
        assert client.get("a") == b"1"


def test_a_mail_reaches_the_box(smtp_box: SmtpBox) -> None:
    send_mail("Good morning", "How was your week?", "us@example.org", ["anna@example.org"])

    [message] = smtp_box.messages
    assert message["Subject"] == "Good morning"
    assert message["X-Envelope-To"] == "anna@example.org"


@pytest.mark.parametrize("servers", ["", "wheel"])
def test_postgresql_runs_from_the_machine_and_from_the_wheel(
    servers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FALLRISK_SERVERS", servers)
    server = PostgresServer()
    try:
        with psycopg.connect(server.start()) as session:
            assert session.execute("SHOW server_encoding").fetchone() == ("UTF8",)
    finally:
        server.stop()
    assert not server.folder.exists()


def test_a_worker_of_its_own_process_is_on_the_tests_database(
    celery_worker_process: Callable[..., CeleryWorkerProcess],
) -> None:
    worker = celery_worker_process()

    assert str(connection.settings_dict["NAME"]) in worker.environment["DATABASE_URL"]
    assert "refresh_dirty_rates" in worker.answers("inspect", "registered")


def test_sqlite_is_in_a_file_that_other_processes_can_open(db: None) -> None:
    if connection.vendor == "sqlite":
        assert Path(str(connection.settings_dict["NAME"])).is_file()
