"""Schemathesis against the live server: what fits the description, or just does not, is answered as it says.

CONTRACT_EXAMPLES=200 looks longer.
"""

import os
import subprocess
from collections.abc import Iterator

import pytest

from tests.api.contract import schemathesis
from tests.servers.web import WebServer

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "8"))  # for each operation and phase
PLENTY = "1000000"  # requests a minute


@pytest.fixture
def web(request: pytest.FixtureRequest, transactional_db: None, redis_url: str) -> Iterator[WebServer]:
    server = WebServer(
        redis_url=redis_url,
        application=getattr(request, "param", "fallrisk.wsgi:application"),
        API_REQUESTS_PER_MINUTE=PLENTY,
    )
    yield server.start()
    server.stop()


def test_the_server_answers_everything_as_it_is_described(web: WebServer) -> None:
    done = schemathesis(web.origin, examples=EXAMPLES)
    assert done.returncode == 0, done.stdout[-6000:]


@pytest.mark.parametrize(
    ("web", "said"),
    [
        ("tests.api.planted:planted_500", "Server error"),
        ("tests.api.planted:planted_status", "Undocumented status"),
    ],
    indirect=["web"],
)
def test_a_planted_fault_is_found(web: WebServer, said: str) -> None:
    done: subprocess.CompletedProcess[str] = schemathesis(
        web.origin, examples=8, phases="examples,coverage", only="list_rates|sweep_diary_days"
    )
    assert done.returncode == 1
    assert said in done.stdout, done.stdout
