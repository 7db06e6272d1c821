"""A photo that arrives costs nobody else a place, and is read once."""

import socket
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser

from launch.whole_requests import LARGE, Arriving, CollectedUnreader, WholeRequestsWorker

MEGABYTE = 1_000_000
NEXT = b"GET /next/ HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture
def client() -> Iterator[socket.socket]:
    """Whoever sent it, and sends nothing more."""
    ours, theirs = socket.socketpair()
    theirs.shutdown(socket.SHUT_WR)
    with ours, theirs:
        yield ours


def arrived(data: bytes) -> Arriving:
    arriving = Arriving()
    arriving.add(data)
    return arriving


def parser(client: socket.socket, data: bytes) -> RequestParser:
    found = RequestParser(Config(), client, ("127.0.0.1", 1))
    found.unreader = CollectedUnreader(client)
    found.unreader.collect(arrived(data))
    return found


@pytest.mark.parametrize("size", [0, 1, 65_000, 65_536, 200_000, 3 * MEGABYTE])
@pytest.mark.parametrize("ahead", [b"", NEXT, NEXT * 3000])
def test_what_was_collected_is_read_and_what_comes_after_it_is_the_next_request(
    client: socket.socket, size: int, ahead: bytes
) -> None:
    photo = bytes(number % 251 for number in range(size))
    requests = parser(
        client, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % size + photo + ahead
    )
    first = next(requests)
    assert b"".join(iter(lambda: first.body.read(10_000), b"")) == photo
    assert requests.unreader.take_buffered() == ahead


def test_a_photo_that_nobody_reads_does_not_hide_the_next_request(client: socket.socket) -> None:
    size = 200_000
    requests = parser(
        client, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % size + bytes(size) + NEXT
    )
    next(requests)
    assert next(requests).path == "/next/"


def room_for(size: int, *, beside: list[int]) -> bool:
    """Whether a request of which so much has come finds room beside others."""
    pending = [SimpleNamespace(arriving=arrived(b"x" * other)) for other in [*beside, size]]
    worker = SimpleNamespace(pending_conns=pending)
    return not WholeRequestsWorker._has_no_room_for(worker, pending[-1].arriving)  # type: ignore[arg-type]


def test_three_large_photos_arrive_at_once() -> None:
    assert room_for(15 * MEGABYTE, beside=[15 * MEGABYTE] * 2)


def test_a_fall_finds_room_however_many_photos_arrive() -> None:
    photos = [16 * MEGABYTE] * 3
    assert room_for(2_000, beside=photos)
    assert room_for(LARGE, beside=photos)
    assert not room_for(2 * MEGABYTE, beside=photos)


def test_all_together_there_is_an_end() -> None:
    assert not room_for(2_000, beside=[LARGE] * 64)
