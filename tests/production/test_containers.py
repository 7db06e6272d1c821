"""An installation as a clinic runs it: what each container runs, on PostgreSQL and Redis."""

import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from launch.ports import HOST, free_port
from tests.api.client import a_fall
from tests.production.compose import compose, services
from tests.production.containers import DOMAIN, VISITOR, Machine, asked_by_the_front, told, wait_until
from tests.production.image import lay_out
from tests.servers.postgresql import PostgresServer

pytestmark = pytest.mark.launch

AT_ONCE = 12  # more than one process has threads
LASTING = ("web", "worker", "passes", "beat")
# A patient whose phone has a token; printed: the key, and the patient's row.
JOIN = """
from django.utils import timezone
from accounts.domain.vocabulary import TokenScope
from accounts.models import User
from accounts.services.joining import begin_diary
from accounts.services.tokens import make_token
account = User.objects.create_user("anna-{number}@example.org")
patient = begin_diary(account=account, time_zone="Europe/Berlin", now=timezone.now())
made = make_token(account=account, name="phone", scope=TokenScope.WRITE, now=timezone.now())
print(made.key, patient.pk)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    started = PostgresServer()
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def machine(
    server: PostgresServer, redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Machine]:
    """Migrated, with every lasting container running."""
    folder = tmp_path_factory.mktemp("machine")
    (folder / "secrets").mkdir()
    held = {"secret_key": "k" * 50, "database_password": server.password, "email_url": "smtp://127.0.0.1:1"}
    assert set(held) == set(compose()["secrets"])
    for name, secret in held.items():
        (folder / "secrets" / name).write_text(f"{secret}\n")
    machine = Machine(
        image=lay_out(folder / "app"),
        folder=folder,
        database_url=f"postgres://fallrisk@{HOST}:{server.port}/postgres",
        redis_url=redis_url,
        web_port=free_port(preferred=None),
    )
    machine.run("migrate", "python", "manage.py", "collectstatic", "--noinput", "--verbosity=0")
    machine.run("migrate")
    before = files(machine.image)
    running = {service: machine.start(service) for service in LASTING}
    try:
        wait_until(lambda: answers(machine), f"no answer: {running['web'].log}")
        yield machine
        assert files(machine.image) == before, "a container wrote into its image"
    finally:
        for container in running.values():
            container.ask_to_stop()
        ended = {service: container.stopped() for service, container in running.items()}
    assert ended == dict.fromkeys(LASTING, 0)


def files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def answers(machine: Machine) -> bool:
    try:
        return asked_by_the_front(machine, "GET", "/health/live").status == 200
    except OSError:
        return False


@pytest.fixture
def anna(machine: Machine, request: pytest.FixtureRequest) -> tuple[dict[str, str], int]:
    """The headers of her phone, and the number of her row."""
    script = JOIN.format(number=abs(hash(request.node.name)))
    key, row = machine.run("migrate", "python", "manage.py", "shell", "--no-imports", "-c", script).split()
    return {"Authorization": f"Token {key}"}, int(row)


def test_a_second_migration_finds_nothing_to_do(machine: Machine) -> None:
    assert "No migrations to apply" in machine.run("migrate")


def test_a_visitor_of_the_front_gets_a_page_and_stays_on_https(machine: Machine) -> None:
    page = asked_by_the_front(machine, "GET", "/")
    assert page.status == 200
    assert "max-age=31536000" in str(page.getheader("Strict-Transport-Security"))
    assert "__Host-csrftoken=" in str(page.getheader("Set-Cookie"))
    style = re.search(rb'href="(/static/[^"]+\.css)"', page.told)  # type: ignore[attr-defined]
    assert style is not None
    assert asked_by_the_front(machine, "GET", style[1].decode()).status == 200


def test_plain_http_is_sent_to_https(machine: Machine) -> None:
    page = asked_by_the_front(machine, "GET", "/", headers={"X-Forwarded-Proto": "http"})
    assert (page.status, page.getheader("Location")) == (301, f"https://{DOMAIN}/")


def test_another_name_is_not_answered(machine: Machine) -> None:
    assert asked_by_the_front(machine, "GET", "/", headers={"Host": "elsewhere.example.org"}).status == 400


def test_a_visitors_limits_go_with_the_address_that_the_front_names(machine: Machine) -> None:
    def sign_in(address: str) -> int:
        tried = {"email": f"{uuid4()}@example.org", "password": "wrong", "name": "phone"}
        named = {"X-Forwarded-For": address}
        return asked_by_the_front(machine, "POST", "/api/v1/tokens/", tried, named).status

    while (status := sign_in(VISITOR)) != 429:
        assert status in (400, 401, 403, 422)
    assert sign_in("203.0.113.8") != 429


def test_the_probe_of_the_web_container_finds_it_well(machine: Machine) -> None:
    kind, *probe = services()["web"]["healthcheck"]["test"]
    assert kind == "CMD"
    machine.run("web", *probe)


def test_workers_of_both_queues_and_the_beat_are_seen(machine: Machine) -> None:
    def all_well() -> bool:
        answer = asked_by_the_front(machine, "GET", "/health/ready")
        parts = {key: word for key, word in told(answer).items() if key != "deliveries"}
        return answer.status == 200 and set(parts.values()) == {"ok"}

    wait_until(all_well, "not ready")


def test_a_fall_reaches_its_patients_rates_and_a_pass_counts_them_again(
    machine: Machine, server: PostgresServer, anna: tuple[dict[str, str], int]
) -> None:
    headers, row = anna
    logged = asked_by_the_front(machine, "POST", "/api/v1/falls/", a_fall(), headers)
    assert logged.status == 201

    def asked(question: str) -> int:
        with psycopg.connect(server.url) as session:
            return session.execute(question.encode(), [row]).rowcount

    def is_counted() -> bool:
        return asked("SELECT 1 FROM logs_fallrate WHERE patient_id = %s AND falls = 1") > 0

    wait_until(is_counted, "the worker did not count the fall")
    asked("DELETE FROM logs_fallrate WHERE patient_id = %s")
    assert not is_counted()
    machine.run("passes", "celery", "--app=fallrisk", "call", "logs.tasks.refresh_all_rates")
    wait_until(is_counted, "no pass came by")


def test_a_web_container_that_stops_answers_whoever_it_let_in(
    machine: Machine, server: PostgresServer, anna: tuple[dict[str, str], int]
) -> None:
    """Their writes wait for a lock that we hold: requests under way, without any clock."""
    headers, row = anna
    other = Machine(
        image=machine.image, folder=machine.folder, database_url=machine.database_url,
        redis_url=machine.redis_url, web_port=free_port(preferred=None),
    )  # fmt: skip
    web = other.start("web")
    try:
        wait_until(lambda: answers(other), "no answer")

        def log(_number: int) -> int:
            return asked_by_the_front(other, "POST", "/api/v1/falls/", a_fall(), headers).status

        with psycopg.connect(server.url) as holding, ThreadPoolExecutor(AT_ONCE) as phones:
            holding.execute("SELECT 1 FROM accounts_patient WHERE id = %s FOR UPDATE", [row])
            statuses = phones.map(log, range(AT_ONCE))
            wait_until(lambda: waiting(server) >= services_threads(), "nobody waits")
            wait_until(lambda: connected(other.web_port) >= AT_ONCE, "not all are in")
            web.ask_to_stop()
            wait_until(lambda: not takes_newcomers(other.web_port), "it still takes newcomers")
            assert web.process.poll() is None
            holding.rollback()
            assert list(statuses) == [201] * AT_ONCE
    finally:
        web.ask_to_stop()
        assert web.stopped() == 0
    with psycopg.connect(server.url) as session:
        found = session.execute("SELECT count(*) FROM logs_fall WHERE patient_id = %s", [row]).fetchone()
    assert found == (AT_ONCE,)


def services_threads() -> int:
    """How many requests wait in the database when all threads of at least one process do."""
    from deploy.web import threads

    return threads


def takes_newcomers(port: int) -> bool:
    """Whether a connection is accepted; asking anything on it would wait behind those under way."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except ConnectionRefusedError:
        return False
    return True


def waiting(server: PostgresServer) -> int:
    with psycopg.connect(server.url) as session:
        question = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        found = session.execute(question).fetchone()
    assert found is not None
    return int(found[0])


def connected(port: int) -> int:
    """How many connections to that port have been accepted by anybody, or wait for it."""
    import psutil

    return sum(
        connection.status == psutil.CONN_ESTABLISHED and connection.raddr and connection.raddr.port == port
        for connection in psutil.Process().net_connections("tcp")
    )
