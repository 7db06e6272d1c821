"""A gunicorn worker whose threads never wait for a client: a request gets one once all of it is there.

gunicorn's own gives a thread to whoever sends a first byte, and that thread waits for the rest as long
as it takes: as many slow clients as there are threads, and nobody else is answered.
"""

import selectors
import socket
import time
from functools import partial
from typing import Any

from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import ThreadWorker

LEAVES_WITHIN = 2  # seconds that a worker which is told to stop waits for a first byte
PIECE = 65_536  # bytes
MOST_HEADERS = 65_536  # bytes
MOST_KEPT = 16_000_000  # bytes of one body; of a longer one the application learns the length alone
MOST_HELD = 64_000_000  # bytes of all requests that are still arriving, in one worker
LARGE = 1_000_000  # bytes: more than anything but a photo
MOST_LARGE = 48_000_000  # bytes of what large requests may hold of that, so that a fall always finds room
MOST_DRAINED = 32_000_000  # bytes: a browser shows our refusal only when it could send all of its form
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class Arriving:
    """What has come of one request so far."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.length: int | None = None  # of all of it; None until the headers are there
        self.began = 0  # where the body begins
        self.dropped = 0  # bytes of a body too long to keep
        self.expects = False
        self.is_chunked = False

    def add(self, piece: bytes) -> None:
        self.data += piece
        if self.length is None:
            self._read_headers()
        if self.is_too_long:
            self.dropped += len(self.data) - self.began
            del self.data[self.began :]

    @property
    def is_whole(self) -> bool:
        if self.is_chunked:
            return self.data.endswith(b"0\r\n\r\n")
        if self.is_too_long:
            return self.began + self.dropped >= min(self.length or 0, MOST_DRAINED)
        return self.length is not None and len(self.data) >= self.length

    @property
    def is_too_long(self) -> bool:
        return self.length is not None and self.length - self.began > MOST_KEPT

    @property
    def is_hopeless(self) -> bool:
        return len(self.data) > (MOST_HEADERS if self.length is None else MOST_HEADERS + MOST_KEPT)

    def _read_headers(self) -> None:
        end = self.data.find(b"\r\n\r\n")
        if end < 0:
            return
        self.began = end + 4
        body = 0
        for line in bytes(self.data[:end]).lower().split(b"\r\n")[1:]:
            name, _colon, value = line.partition(b":")
            if name == b"content-length" and value.strip().isdigit():
                body = int(value.strip()[:20])  # what is no length is for gunicorn to refuse
            elif name == b"transfer-encoding":
                self.is_chunked = b"chunked" in value  # any other one is for gunicorn to refuse
            elif name == b"expect":
                self.expects = True
        self.length = self.began + body


class CollectedUnreader(SocketUnreader):
    """Reads what was collected, then from the client.

    Piece by piece: gunicorn's own copies all that is left of it with every read of the application.
    """

    collected = memoryview(b"")
    left = 0  # bytes of that which belong to this request

    def collect(self, arriving: Arriving) -> None:
        self.collected = memoryview(bytes(arriving.data))
        self.left = arriving.length or 0

    def chunk(self, size_hint: int | None = None) -> bytes:
        """With the last piece comes what was sent after it: gunicorn looks in its buffer for a next one."""
        size = PIECE if self.left > PIECE else len(self.collected)
        piece, self.collected = bytes(self.collected[:size]), self.collected[size:]
        self.left -= size
        return piece or bytes(super().chunk(size_hint))


class WholeRequestsWorker(ThreadWorker):
    """Collects requests in its own loop; a thread meets only those that can be read without waiting.

    gunicorn's `timeout` says how many seconds a request may take to arrive.
    """

    def enqueue_req(self, conn: Any) -> None:  # noqa: ANN401 - gunicorn is not annotated
        """A connection that is new, speaks again, or has sent its next request already."""
        conn.arriving = Arriving()
        conn.timeout = time.monotonic() + self.cfg.timeout
        conn.sock.setblocking(False)  # noqa: FBT003 - Python's own
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))
        if conn.parser and (ahead := conn.parser.unreader.take_buffered()):
            self._add(conn, ahead)

    def on_pending_socket_readable(self, conn: Any, client: Any) -> None:  # noqa: ANN401 - gunicorn's
        try:
            piece = client.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if piece:
            self._add(conn, piece)
        else:
            self._drop(conn)

    def murder_pending(self) -> None:
        """Lets go of those whose request did not arrive in time."""
        now = time.monotonic()
        for conn in list(self.pending_conns):
            if not (self.alive or conn.arriving.data):
                conn.timeout = min(conn.timeout, now + LEAVES_WITHIN)
            if conn.timeout <= now:
                self._drop(conn)

    def _add(self, conn: Any, piece: bytes) -> None:  # noqa: ANN401 - gunicorn's
        arriving: Arriving = conn.arriving
        arriving.add(piece)
        if arriving.is_whole:
            self._hand_over(conn)
        elif arriving.is_hopeless or self._has_no_room_for(arriving):
            self._drop(conn)
        elif arriving.expects:
            arriving.expects = False
            conn.sock.send(GO_ON)

    def _hand_over(self, conn: Any) -> None:  # noqa: ANN401 - gunicorn's
        self._forget(conn)
        conn.data_ready = True
        conn.init()
        if not isinstance(conn.parser.unreader, CollectedUnreader):
            conn.parser.unreader = CollectedUnreader(conn.sock)
        conn.parser.unreader.collect(conn.arriving)
        if conn.arriving.is_too_long:
            conn.sock.shutdown(socket.SHUT_RD)  # whoever reads on finds the end
        del conn.arriving
        super().enqueue_req(conn)

    def _drop(self, conn: Any) -> None:  # noqa: ANN401 - gunicorn's
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()

    def _forget(self, conn: Any) -> None:  # noqa: ANN401 - gunicorn's
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)

    def _has_no_room_for(self, arriving: Arriving) -> bool:
        held = [len(conn.arriving.data) for conn in self.pending_conns]
        is_large = len(arriving.data) > LARGE
        return sum(held) > MOST_HELD or (is_large and sum(size for size in held if size > LARGE) > MOST_LARGE)
