"""What lines of log tell, and what they never do."""

import json
import logging
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts.domain.vocabulary import TokenScope
from accounts.services.tokens import make_token
from logs.tasks import refresh_patient_rates
from monitoring.logs import Json, Line, logging_of
from tests.api.client import a_fall
from tests.people import make_patient
from tests.servers.web import WebServer
from tests.servers.worker import CeleryWorkerProcess

MARK = "zebrafish"  # in everything that somebody writes below
WAIT = 20  # seconds


def formatted(form: str, record: logging.LogRecord) -> str:
    described = logging_of(form=form, level="INFO")["formatters"][form]
    options = {name: value for name, value in described.items() if name not in ("()", "format", "style")}
    formatter = {"json": Json, "line": Line}[form](described["format"], style="{", **options)
    record.request_id = "a-request"
    told: str = formatter.format(record)
    return told


def record_of(name: str, message: str, *values: object, error: bool = False) -> logging.LogRecord:
    info: Any = None
    if error:
        try:
            raise ValueError(MARK)
        except ValueError:
            info = sys.exc_info()
    return logging.LogRecord(name, logging.ERROR, "a_file.py", 1, message, values, info)


def test_a_line_for_a_collector_is_one_object_with_its_request() -> None:
    line = json.loads(formatted("json", record_of("logs.tasks", "%s are behind", 3)))
    assert line.pop("time")
    assert line == {
        "level": "ERROR",
        "logger": "logs.tasks",
        "message": "3 are behind",
        "request_id": "a-request",
    }


@pytest.mark.parametrize("form", ["json", "line"])
def test_an_exception_is_told_by_its_class_and_place(form: str) -> None:
    told = formatted(form, record_of("django.request", "Internal Server Error: %s", MARK, error=True))
    assert "ValueError" in told
    assert "test_logs.py" in told
    assert MARK not in told


@pytest.mark.parametrize("form", ["json", "line"])
def test_other_peoples_errors_are_told_without_what_they_are_about(form: str) -> None:
    told = formatted(form, record_of("some.library", "cannot read %s", MARK))
    assert "cannot read" in told
    assert MARK not in told


@pytest.fixture
def web(transactional_db: None, redis_url: str) -> Iterator[WebServer]:
    server = WebServer(
        redis_url=redis_url, application="tests.monitoring.faulty:application", LOG_FORMAT="json"
    )
    yield server.start()
    server.stop()


def ask(web: WebServer, path: str, content: object, **headers: str) -> tuple[int, dict[str, str]]:
    request = urllib.request.Request(
        f"{web.origin}{path}",
        data=json.dumps(content).encode(),
        headers={"Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, dict(answer.headers)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, dict(refusal.headers)


def test_nothing_that_somebody_writes_enters_a_log_of_the_web_server(web: WebServer) -> None:
    anna = make_patient(MARK.capitalize())
    made = make_token(account=anna.user, name=MARK, scope=TokenScope.WRITE, now=timezone.now())
    key = {"Authorization": f"Token {made.key}"}
    for note in (f"a row with a {MARK}", f"only a {MARK}"):
        assert ask(web, f"/api/v1/falls/?{MARK}={MARK}", a_fall(note=note), **key)[0] == 500
    ask(web, "/api/v1/tokens/", {"email": f"{MARK}@example.org", "password": MARK, "name": MARK})
    ask(web, "/api/v1/care-links/", {"code": MARK, MARK: MARK}, **key)
    ask(web, f"/accounts/login/?next=/{MARK}", {"login": f"{MARK}@example.org", "password": MARK})
    ask(web, f"/{MARK}/", {}, Host=f"{MARK}.example.org")
    web.stop()
    told = web.log.read_text()
    assert "IntegrityError" in told
    assert "ValueError" in told
    assert MARK not in told.lower()
    assert made.key not in told


def test_a_request_is_told_by_the_name_of_its_address_and_the_id_of_its_answer(
    web: WebServer,
) -> None:
    _status, headers = ask(web, "/api/v1/nowhere/", {})
    web.stop()
    lines = [json.loads(line) for line in web.log.read_text().splitlines() if line.startswith("{")]
    told = next(line for line in lines if line["request_id"] == headers["X-Request-Id"])
    assert (told["method"], told["route"], told["status"]) == ("POST", "api:nothing", 404)
    assert told["ms"] > 0


def test_nothing_that_a_task_fails_over_enters_a_log_of_the_worker(
    celery_worker_process: Callable[..., CeleryWorkerProcess],
) -> None:
    worker = celery_worker_process(LOG_FORMAT="json")
    refresh_patient_rates.delay(MARK)  # type: ignore[arg-type]  # the fault
    last = time.monotonic() + WAIT
    while "ValueError" not in worker.log.read_text():
        assert time.monotonic() < last, worker.log.read_text()
        time.sleep(0.05)
    assert MARK not in worker.log.read_text()


def test_a_task_carries_the_id_of_the_request_that_started_it(
    celery_worker_process: Callable[..., CeleryWorkerProcess], redis_url: str
) -> None:
    worker = celery_worker_process(LOG_FORMAT="json")
    web = WebServer(redis_url=redis_url).start()
    try:
        anna = make_patient()
        made = make_token(account=anna.user, name="a program", scope=TokenScope.WRITE, now=timezone.now())
        status, headers = ask(web, "/api/v1/falls/", a_fall(), Authorization=f"Token {made.key}")
    finally:
        web.stop()
    assert status == 201
    last = time.monotonic() + WAIT
    while "succeeded" not in worker.log.read_text():
        assert time.monotonic() < last, worker.log.read_text()
        time.sleep(0.05)
    lines = [json.loads(line) for line in worker.log.read_text().splitlines() if line.startswith("{")]
    ended = next(
        line for line in lines if "succeeded" in line["message"] and "refresh_patient" in line["message"]
    )
    assert ended["request_id"] == headers["X-Request-Id"]
