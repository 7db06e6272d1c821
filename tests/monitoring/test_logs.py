"""What lines of log tell, and what they never do."""

import json
import logging
import re
import socket
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


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR"])
@pytest.mark.parametrize(
    "name", ["gunicorn.error", "django.request", "django.security.Any", "django.template"]
)
def test_whoever_meets_what_is_sent_repeats_it_at_no_level(name: str, level: str) -> None:
    for values in (("cannot read %s", MARK), (f"cannot read: {MARK}",), (f"cannot read b'{MARK}'",)):
        record = record_of(name, *values)
        record.levelname, record.levelno = level, getattr(logging, level)
        assert MARK not in formatted("json", record)


def test_a_sentence_without_values_is_told_whole() -> None:
    assert "it can't go on" in formatted("line", record_of("some.library", "it can't go on"))
    assert "Worker exiting (pid: 7)" in formatted(
        "line", record_of("gunicorn.error", "Worker exiting (pid: %s)", 7)
    )


# Heads of requests that gunicorn refuses, or Django in its name.
NONSENSE = (
    f"{MARK}",
    f"GET /{MARK} NONSENSE",
    f"GET /{MARK} HTTP/{MARK}",
    f"GET /{MARK} HTTP/7.3",
    f"GET / HTTP/1.1\r\n{MARK} with blanks: 1",
    f"GET / HTTP/1.1\r\nHost: localhost\r\nExpect: {MARK}",
    f"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: {MARK}",
    f"GET /{MARK} HTTP/1.1\r\nHost: {MARK}.example.org",
    f"GET /{MARK} HTTP/1.1\r\nHost: {MARK}'",
)


@pytest.fixture
def web(transactional_db: None, redis_url: str) -> Iterator[WebServer]:
    faulty = "tests.monitoring.faulty:application"
    server = WebServer(redis_url=redis_url, application=faulty, LOG_FORMAT="json", LOG_LEVEL="DEBUG")
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


def spoken(web: WebServer, words: str) -> bytes:
    with socket.create_connection(("127.0.0.1", web.port), timeout=10) as connection:
        connection.sendall(words.encode())
        return connection.recv(1000)


def test_nothing_that_somebody_writes_enters_a_log_of_the_web_server(web: WebServer) -> None:
    anna = make_patient(MARK.capitalize())
    made = make_token(account=anna.user, name=MARK, scope=TokenScope.WRITE, now=timezone.now())
    key = {"Authorization": f"Token {made.key}"}
    for note in (f"a row with a {MARK}", f"only a {MARK}"):
        assert ask(web, "/api/v1/falls/", a_fall(note=note), **key)[0] == 500
    ask(web, f"/api/v1/falls/?{MARK}={MARK}", a_fall(note=MARK), **key)
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


def test_a_request_that_no_program_sends_is_refused_without_its_words(web: WebServer) -> None:
    for head in NONSENSE:
        assert re.match(rb"HTTP/1.1 (4|501)", spoken(web, f"{head}\r\n\r\n")), head
    web.stop()
    told = web.log.read_text()
    assert told.count("Invalid request from") == len(NONSENSE) - 2
    assert "127.0.0.1" not in told
    assert MARK not in told.lower()
    foreign = [json.loads(line) for line in told.splitlines() if "DisallowedHost" in line]
    assert [(line["level"], line["message"]) for line in foreign] == [
        ("WARNING", "a request was refused")
    ] * 2
    assert not any("exc_info" in line for line in foreign)


def test_a_monitor_that_asks_for_the_head_alone_fills_no_log(web: WebServer) -> None:
    assert spoken(web, "HEAD /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").endswith(b"\r\n\r\n")
    web.stop()
    assert "no-body" not in web.log.read_text()


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
