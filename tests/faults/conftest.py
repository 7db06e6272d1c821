"""Servers that a test may break: its own, nobody else's."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conftest import _or_skip
from tests.faults.web import Web
from tests.servers.redis import RedisServer
from tests.servers.worker import current_database_url


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    server.url = ""  # never the one that the run was given
    _or_skip(server.start)
    yield server
    server.stop()


@pytest.fixture
def web_on() -> Iterator[Callable[..., Web]]:
    """Starts gunicorn with these settings."""
    started: list[Web] = []

    def start(**options: Any) -> Web:
        started.append(Web(**options))
        return started[-1].start()

    yield start
    for web in started:
        print(web.log.read_text()[:9000])  # shown where the test fails
        web.stop()


@pytest.fixture
def web(transactional_db: None, web_on: Callable[..., Web], redis: RedisServer) -> Web:
    """Two processes on the database of this test."""
    return web_on(database_url=current_database_url(), redis_url=redis.url)
