"""PostgreSQL is ended at once while falls arrive: what was answered is there, and the rest is sent again."""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.api.client import a_fall
from tests.conftest import _or_skip
from tests.faults.installation import Installation, install
from tests.faults.web import API, Told, Web
from tests.servers.redis import RedisServer

pytestmark = pytest.mark.launch  # once: it is not the database of this run

CRASHES = int(os.environ.get("FALLRISK_CRASHES", "1"))
PHONES = 8
BETWEEN_CRASHES = 60  # falls that are answered
WAIT = 60  # seconds for things to come back


@dataclass(slots=True)
class Phone:
    """Sends falls one after another, remembers what it sent and which of it was answered."""

    key: Mapping[str, str]
    sent: list[dict[str, Any]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def send_until(self, web: Web, end: threading.Event) -> None:
        while not end.is_set():
            self.sent.append(a_fall(note="It was dark."))
            self.answers.append(self.send(web, self.sent[-1], by_outbox=len(self.sent) % 2 == 0).status)

    def send(self, web: Web, told: dict[str, Any], *, by_outbox: bool = False) -> Told:
        if by_outbox:
            batch = {"operations": [{"type": "fall", **told}]}
            return web.ask("POST", f"{API}entries/", batch, headers=self.key)
        return web.ask("POST", f"{API}falls/", told, headers=self.key)

    @property
    def answered(self) -> set[str]:
        pairs = zip(self.sent, self.answers, strict=True)
        return {told["entry_id"] for told, status in pairs if status in (200, 201)}

    def kept(self, web: Web) -> list[str]:
        """Ids of all falls that the diary shows."""
        found: list[str] = []
        path: str | None = f"{API}falls/"
        while path:
            page = web.ask("GET", path, headers=self.key)
            assert page.status == 200, page
            found += [fall["entry_id"] for fall in page.json["results"]]
            path = page.json["next"] and "/api/" + page.json["next"].partition("/api/")[2]
        return found


@pytest.fixture
def installation() -> Any:
    made: list[Installation] = []

    def start() -> str:
        made.append(install(patients=PHONES))
        return ""

    _or_skip(start)
    yield made[0]
    made[0].server.stop()


def test_no_answered_fall_is_lost_and_none_is_there_twice(
    installation: Installation, web_on: Callable[..., Web], redis: RedisServer
) -> None:
    server, end = installation.server, threading.Event()
    web = web_on(database_url=server.url, redis_url=redis.url, API_REQUESTS_PER_MINUTE="1000000")
    phones = [Phone(key) for key in installation.keys]
    threads = [threading.Thread(target=phone.send_until, args=(web, end)) for phone in phones]
    for thread in threads:
        thread.start()
    try:
        for _crash in range(CRASHES):
            come(lambda: answered(phones), BETWEEN_CRASHES)
            server.crash()
            come(lambda: refused(phones), 2 * PHONES)
            server.revive()
        come(lambda: answered(phones), BETWEEN_CRASHES)
    finally:
        end.set()
        for thread in threads:
            thread.join()
    statuses = Counter(status for phone in phones for status in phone.answers)
    assert set(statuses) <= {200, 201, 503, 0}, statuses
    assert statuses[503] > 0
    for phone in phones:
        assert phone.answered <= set(phone.kept(web))
        for told in phone.sent:
            assert phone.send(web, told).status in (200, 201)
        assert sorted(phone.kept(web)) == sorted(told["entry_id"] for told in phone.sent)


def answered(phones: list[Phone]) -> int:
    return sum(status in (200, 201) for phone in phones for status in phone.answers)


def refused(phones: list[Phone]) -> int:
    return sum(status not in (200, 201) for phone in phones for status in phone.answers)


def come(count: Callable[[], int], more: int) -> None:
    """Waits until so many more have come."""
    enough, last = count() + more, time.monotonic() + WAIT
    while count() < enough:
        assert time.monotonic() < last, "it did not come back"
        time.sleep(0.02)
