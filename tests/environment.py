"""The environment of the tests, set before Django reads its settings.

FALLRISK_TEST_DATABASE chooses the database: "sqlite" (default), or "postgresql": the server that
DATABASE_URL names, else a private one of this run. Workers of a parallel run share it.
"""

import atexit
import os

import pytest

from tests.servers.folders import short_folder

SQLITE, POSTGRESQL = "sqlite", "postgresql"


def set_environment() -> None:
    """Fills os.environ; a worker of a parallel run finds it filled."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    chosen = os.environ.setdefault("FALLRISK_TEST_DATABASE", SQLITE)
    if chosen not in (SQLITE, POSTGRESQL):
        raise pytest.UsageError(f"FALLRISK_TEST_DATABASE is {chosen!r}, neither {SQLITE} nor {POSTGRESQL}.")
    folder = short_folder("tests")
    (folder / "static").mkdir()
    os.environ.setdefault("FALLRISK_GIVEN_REDIS_URL", os.environ.get("REDIS_URL", ""))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "fallrisk.settings",
        "DATA_DIR": str(folder),
        "SECRET_KEY": "a key that only tests use, and no installation ever does",
        "LOOPBACK_DEMO": "1",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "ORIGIN": "http://testserver",
        # Nothing listens there: a test that needs Redis or mail asks for the fixture.
        "EMAIL_URL": "smtp://127.0.0.1:1",
        # Playwright's event loop runs beside the test; the test itself is as synchronous as Django wants.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        "REDIS_URL": f"unix://{folder}/nobody-listens.sock",
    }
    os.environ["DATABASE_URL"] = _database_url(chosen, folder=str(folder))


def _database_url(chosen: str, *, folder: str) -> str:
    if chosen == SQLITE:
        return f"sqlite:///{folder}/db.sqlite3"
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return given
    from tests.servers.postgresql import PostgresServer

    server = PostgresServer()
    atexit.register(server.stop)
    return server.start()


set_environment()
