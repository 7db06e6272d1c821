"""Fixtures that every room's tests may ask for: real servers, and the database's file."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from django.test import override_settings
from pytest_django.fixtures import Settings

from tests.parts import ROOMS
from tests.servers.browser import chromium_arguments, chromium_path
from tests.servers.folders import short_folder
from tests.servers.programs import CannotRunError
from tests.servers.redis import RedisServer
from tests.servers.smtp import SmtpBox
from tests.servers.worker import CeleryWorkerProcess

if TYPE_CHECKING:
    from tests.servers.push_service import PushService

pytest_plugins = ["tests.emptied_tables"]

# A slow machine is no reason to fail; what a rule says does not depend on the clock.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")

WHOLE_SYSTEM = {"e2e": "browser", "webkit": "webkit", "launch": "launch"}
HASHED_FILES = "fallrisk.storage.HashedStaticFilesStorage"
PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test is a browser's or the launcher's by its folder; none lies where no part of the suite looks."""
    tests = Path(__file__).parent
    for item in items:
        if tests not in item.path.parents:
            continue
        room = item.path.relative_to(tests).parts[0]
        if room in WHOLE_SYSTEM:
            item.add_marker(WHOLE_SYSTEM[room])
        for marker, rooms in ROOMS.items():
            if item.get_closest_marker(marker) and room not in rooms:
                raise pytest.UsageError(f"{item.nodeid} is marked {marker}: add its room in tests/parts.py.")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """SQLite in a file, as people run it: threads and processes share it, WAL included."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    if database["ENGINE"].endswith("sqlite3"):
        name = str(Path(os.environ["DATA_DIR"]) / f"test-{worker}.sqlite3")
    else:
        name = f"test_{database['NAME']}_{worker}_{os.getppid() if worker != 'main' else os.getpid()}"
    database.setdefault("TEST", {})["NAME"] = name


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Pages render without collectstatic; tests of the collected files set the hashed storage again."""
    from django.conf import settings

    # By override_settings: storages that a model has asked for are remembered.
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": PLAIN_FILES}}):
        yield


@pytest.fixture(scope="session")
def collected_files() -> Path:
    """Where our static files lie as people get them: compressed, under hashed names. Look, don't write."""
    from django.conf import settings

    folder = short_folder("collected")
    hashed = settings.STORAGES | {"staticfiles": {"BACKEND": HASHED_FILES}}
    with override_settings(STATIC_ROOT=folder, STORAGES=hashed):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Passwords are hashed by Argon2 as ever, and as often; but where nobody attacks, with little memory."""
    with pytest.MonkeyPatch.context() as patch:
        for cost, cheap in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
            patch.setattr(Argon2PasswordHasher, cost, cheap)
        yield


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real redis-server, this process's own unless REDIS_URL was given."""
    server = RedisServer()
    yield _or_skip(server.start)
    server.stop()


@pytest.fixture
def smtp_box(settings: Settings) -> Iterator[SmtpBox]:
    """A real mail server that Django sends to; see its `messages`."""
    box = SmtpBox()
    box.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    yield box
    box.stop()


@pytest.fixture
def push_service(settings: Settings) -> Iterator["PushService"]:
    """A real push service, beside those that are allowed anyway; see its `received`."""
    from tests.servers.push_service import PushService

    service = PushService().start()
    settings.PUSH_HOSTS = [*settings.PUSH_HOSTS, service.origin]
    yield service
    service.stop()


@pytest.fixture
def celery_worker_process(
    transactional_db: None, redis_url: str, settings: Settings
) -> Iterator[Callable[..., CeleryWorkerProcess]]:
    """Starts real workers (or program="beat") on this test's database; tasks sent by the test reach them."""
    started: list[CeleryWorkerProcess] = []

    def start(**options: Any) -> CeleryWorkerProcess:
        started.append(CeleryWorkerProcess(redis_url=redis_url, **options))
        return started[-1].start()

    with _celery_on(redis_url):
        yield start
        for worker in started:
            worker.stop()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium."""
    return _or_skip(chromium_path)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str) -> dict[str, Any]:
    """Playwright's fixtures drive that Chromium."""
    return browser_type_launch_args | {"executable_path": chromium, "args": chromium_arguments()}


@contextmanager
def _celery_on(redis_url: str) -> Iterator[None]:
    """Tasks sent by this process go to that broker, and nowhere again afterwards."""
    from django.conf import settings

    from accounts.jobs import _Broker
    from fallrisk.celery import app

    _Broker.ask_again_at = 0.0
    for broker in (redis_url.replace("unix://", "redis+socket://", 1), settings.CELERY_BROKER_URL):
        app.conf.update(broker_url=broker, broker_read_url=broker, broker_write_url=broker)
        app._after_fork()  # type: ignore[attr-defined]  # it forgets connections to the broker before
        if broker != settings.CELERY_BROKER_URL:
            yield


def _or_skip(start: Callable[[], str]) -> str:
    """Where a server cannot run, its tests say so; with CI=true they fail."""
    try:
        return start()
    except CannotRunError as why:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(why))
