"""A small site with the faults that scanners look for. It lives on loopback, for as long as they look."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from launch.ports import HOST, free_port


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        pass


def _page(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    typed = parse_qs(environ.get("QUERY_STRING", "")).get("id", ["1"])[0]
    rows = sqlite3.connect(":memory:")
    rows.execute("CREATE TABLE falls (id INTEGER, place TEXT)")
    rows.execute("INSERT INTO falls VALUES (1, 'kitchen'), (2, 'stairs')")
    status = "200 OK"
    try:
        found = str(rows.execute("SELECT place FROM falls WHERE id = " + typed).fetchall())  # noqa: S608
    except sqlite3.Error as error:
        status, found = "500 Error", f"sqlite3.OperationalError: {error}"
    start(status, [("Content-Type", "text/html"), ("Set-Cookie", "session=1")])
    return [f'<html><body><a href="/?id=2">Two</a> <p>{typed}: {found}</p></body></html>'.encode()]


@contextmanager
def weak_site() -> Iterator[int]:
    """Its port."""
    port = free_port(preferred=None)
    server = make_server(HOST, port, _page, server_class=_Server, handler_class=_Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield port
    finally:
        server.shutdown()
        server.server_close()
