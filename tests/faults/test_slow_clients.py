"""Whoever sends a byte now and then waits alone."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from launch.ports import HOST
from tests.api.client import Program, a_fall
from tests.faults.web import API, Web, at_once
from tests.people import make_patient
from tests.servers.redis import RedisServer
from tests.servers.worker import current_database_url

SLOW = 60
LENGTH = 100_000
HEAD = f"POST {API}falls/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
# What each of them has sent when it begins to dawdle.
BEGINNINGS = {
    "nothing": b"",
    "half a request line": b"POST /api/",
    "half of the headers": HEAD.encode(),
    "half of the body": f"{HEAD}Content-Length: {LENGTH}\r\n\r\n{{".encode(),
    "a chunk": f"{HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\n{{".encode(),
    "a body too long": f"{HEAD}Content-Length: 30000000\r\n\r\n{{".encode(),
}


@pytest.fixture
def dawdlers(web: Web) -> Iterator[Callable[[bytes], list[socket.socket]]]:
    """Connects so many clients, each of which has sent that much."""
    with ExitStack() as stack:

        def connect(beginning: bytes, number: int = SLOW) -> list[socket.socket]:
            found = []
            for _ in range(number):
                client = stack.enter_context(socket.create_connection((HOST, web.port), timeout=60))
                client.sendall(beginning)
                found.append(client)
            return found

        yield connect


def test_sixty_slow_clients_of_each_kind_hold_up_nobody(
    web: Web, dawdlers: Callable[[bytes], list[socket.socket]]
) -> None:
    key = Program(make_patient().user).headers
    slow: list[socket.socket] = []
    for beginning in BEGINNINGS.values():
        slow += dawdlers(beginning)
        for _ in range(2):
            for client in slow:
                client.send(b" ")
            asking = [lambda: web.ask("POST", f"{API}falls/", a_fall(), headers=key)] * 8
            assert [told.status for told in at_once(asking)] == [201] * 8


def test_a_slow_client_is_answered_when_it_has_sent_everything(web: Web) -> None:
    for head in (HEAD, f"GET {API}session/ HTTP/1.1\r\nHost: {HOST}\r\n"):
        body = b"[]" if head == HEAD else b""
        request = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
        with socket.create_connection((HOST, web.port), timeout=60) as client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for number in range(0, len(request), 7):
                client.send(request[number : number + 7])
                time.sleep(0.001)
            assert client.recv(20).startswith(b"HTTP/1.1 401" if body else b"HTTP/1.1 200")


def test_two_requests_in_one_piece_are_two_answers(web: Web) -> None:
    one = f"GET {API}session/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    with socket.create_connection((HOST, web.port), timeout=60) as client:
        client.sendall(one + one + one[:-2])
        found = b""
        while found.count(b"HTTP/1.1 200") < 2:
            found += client.recv(65_536)
        client.sendall(b"\r\n")
        while found.count(b"HTTP/1.1 200") < 3:
            found += client.recv(65_536)


def test_a_program_that_asks_first_is_told_to_go_on(web: Web) -> None:
    with socket.create_connection((HOST, web.port), timeout=60) as client:
        client.sendall(f"{HEAD}Content-Length: 2\r\nExpect: 100-continue\r\n\r\n".encode())
        assert client.recv(65_536).startswith(b"HTTP/1.1 100")
        client.sendall(b"[]")
        assert b"HTTP/1.1 401" in client.recv(65_536) + client.recv(65_536)


def test_a_body_in_a_coding_that_nobody_knows_is_refused_at_once(web: Web) -> None:
    with socket.create_connection((HOST, web.port), timeout=10) as client:
        client.sendall(f"{HEAD}Transfer-Encoding: gzip\r\n\r\n".encode())
        assert client.recv(65_536).startswith((b"HTTP/1.1 4", b"HTTP/1.1 5"))


@pytest.mark.parametrize("length", [1_500_000, 20_000_000])
def test_a_body_too_long_is_refused_in_words_when_all_of_it_was_sent(web: Web, length: int) -> None:
    headers = {"Content-Type": "application/json"}
    told = web.ask_raw("POST", f"{API}falls/", b"x" * length, headers)
    assert (told.status, told.json["code"]) == (413, "too_large")


def test_requests_that_never_end_are_dropped(
    transactional_db: None, web_on: Callable[..., Web], redis: RedisServer
) -> None:
    web = web_on(database_url=current_database_url(), redis_url=redis.url, options=["--timeout", "3"])
    with ExitStack() as stack:
        clients = []
        for beginning in BEGINNINGS.values():
            clients.append(stack.enter_context(socket.create_connection((HOST, web.port), timeout=60)))
            clients[-1].sendall(beginning)
        assert [client.recv(1) for client in clients] == [b""] * len(clients)  # closed without an answer


def test_headers_that_never_end_are_dropped(web: Web) -> None:
    with (
        socket.create_connection((HOST, web.port), timeout=60) as client,
        pytest.raises((BrokenPipeError, ConnectionResetError)),
    ):
        send_headers_for_ever(client)


def send_headers_for_ever(client: socket.socket) -> None:
    client.sendall(HEAD.encode())
    while True:
        client.sendall(f"X-More: {'x' * 1_000}\r\n".encode())
