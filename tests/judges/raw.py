"""Requests that two servers could cut in two places, written by hand."""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

from launch.ports import HOST

HIDDEN = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
FIRST_LINE = b"%x\r\n" % len(HIDDEN)
# By chunks one request with something in it; by the length in FRAMINGS, one request and then another.
BODY = FIRST_LINE + HIDDEN + b"\r\n0\r\n\r\n"
LENGTH = b"Content-Length: %d\r\n"
SHORT = LENGTH % len(FIRST_LINE)
FRAMINGS = {
    "both a length and chunks": SHORT + b"Transfer-Encoding: chunked\r\n",
    "chunks behind a space": SHORT + b"Transfer-Encoding : chunked\r\n",
    "chunks of no known kind": SHORT + b"Transfer-Encoding: xchunked\r\n",
    "chunks told twice": SHORT + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
    "two lengths": LENGTH % len(BODY) + SHORT,
    "a length with a sign": b"Content-Length: +%d\r\n" % len(FIRST_LINE),
}
ANSWER = re.compile(rb"HTTP/1\.[01] (\d{3})")


def probes(port: int, context: ssl.SSLContext | None) -> list[str]:
    """A framing is refused, or read as the whole of one request: what hides in its body is never answered."""
    found = []
    for name, framing in FRAMINGS.items():
        sent = b"POST /api/v1/tokens/ HTTP/1.1\r\nHost: localhost\r\n" + framing + b"\r\n" + BODY
        statuses = [int(status) for status in ANSWER.findall(_answered(sent, port, context))]
        if 200 in statuses:  # only /health/live says so
            found.append(f"{name}: {statuses}, and the request in the body was answered")
    return found


def _answered(sent: bytes, port: int, context: ssl.SSLContext | None) -> bytes:
    said = b""
    with socket.create_connection((HOST, port), timeout=5) as plain:
        line = context.wrap_socket(plain, server_hostname="localhost") if context else plain
        line.settimeout(2)
        with suppress(OSError):
            line.sendall(sent)
            while piece := line.recv(65_536):
                said += piece
    return said


class _Naive(StreamRequestHandler):
    """Reads what the last length says, answers, and takes the rest for the next request."""

    def handle(self) -> None:
        while first := self.rfile.readline():
            length = 0
            while (line := self.rfile.readline()).strip():
                found = re.match(rb"Content-Length:\s*\+?(\d+)", line)
                length = int(found[1]) if found else length
            self.rfile.read(length)
            status = b"200 OK" if b"/health/live" in first else b"404 Not Found"
            self.wfile.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")


@contextmanager
def naive_server() -> Iterator[int]:
    server = ThreadingTCPServer((HOST, 0), _Naive)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
