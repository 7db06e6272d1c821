"""The line between a phone and the server: it can hang, lose an answer, or answer in the server's place."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

OURS_TO_SAY = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}
PORTAL = "<!DOCTYPE html><title>Station</title><h1>Welcome to the station</h1>"


@dataclass
class Asked:
    """A request and its answer; a fault may change it. `status` 0: the phone heard nothing."""

    method: str
    path: str
    headers: dict[str, str]
    sent: bytes
    at: float = field(default_factory=time.monotonic)
    status: int = 0
    answer: bytes = b""
    told: dict[str, str] = field(default_factory=dict)

    def is_for(self, request: str) -> bool:
        return f"{self.method} {self.path}".startswith(request)

    def outcomes(self) -> list[str]:
        return [result["outcome"] for result in json.loads(self.answer)["results"]]


class Line:
    """A proxy with an address of its own. `asked` is all that went through, in order."""

    def __init__(self, port: int) -> None:
        self.to = port
        self.asked: list[Asked] = []
        self._fault: Callable[[Asked], bool] | None = None
        self._hanging = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def is_fine(self) -> None:
        self._fault = None
        self._hanging.set()

    def is_cut(self) -> None:
        self._fault = lambda _asked: True

    def hangs(self) -> None:
        """Takes every request and never answers."""
        self._hanging.clear()
        self._fault = lambda _asked: self._hanging.wait()

    def loses_answers_to(self, request: str) -> None:
        """The server does what it is asked, and the phone never hears of it."""

        def lose(asked: Asked) -> bool:
            if asked.is_for(request):
                self._forward(asked)
                asked.told["lost"] = "yes"
                return True
            return False

        self._fault = lose

    def says(self, status: int, body: str, *, to: str = "", times: int = 10_000, **headers: str) -> None:
        """Answers in the server's place whatever begins with `to`, as "POST /api/"."""
        left = [None] * times

        def say(asked: Asked) -> bool:
            if not f"{asked.method} {asked.path}".startswith(to) or not left:
                return False
            left.pop()
            asked.status, asked.answer = status, body.encode()
            asked.told = {name.replace("_", "-"): value for name, value in headers.items()}
            return True

        self._fault = say

    def is_a_portal(self) -> None:
        self.says(200, PORTAL, Content_Type="text/html; charset=utf-8")

    def alters(self, request: str, header: str, value: str) -> None:
        """Once: the next such request arrives with another header."""

        def alter(asked: Asked) -> bool:
            if asked.is_for(request):
                asked.headers[header] = value
                self._fault = None
            return False

        self._fault = alter

    def of(self, request: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.is_for(request)]

    def close(self) -> None:
        self.is_fine()
        self._server.shutdown()
        self._server.server_close()

    def _forward(self, asked: Asked) -> None:
        connection = HTTPConnection("127.0.0.1", self.to, timeout=30)
        connection.request(asked.method, asked.path, asked.sent or None, asked.headers)
        answer = connection.getresponse()
        asked.status, asked.answer = answer.status, answer.read()
        asked.told = {
            name: value
            for name, value in answer.getheaders()
            if name.lower() not in OURS_TO_SAY | {"set-cookie"}
        }
        asked.told |= {
            f"Set-Cookie {n}": value for n, value in enumerate(answer.msg.get_all("Set-Cookie", []))
        }
        connection.close()

    def _handler(line) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - the handler has a self of its own
        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                headers = {name: value for name, value in self.headers.items() if name != "Connection"}
                asked = Asked(self.command, self.path, headers, self.rfile.read(length))
                line.asked.append(asked)
                fault = line._fault
                if not (fault and fault(asked)):
                    with suppress(OSError, HTTPException):
                        line._forward(asked)
                if asked.status == 0 or "lost" in asked.told:
                    self.close_connection = True
                    return
                self.send_response_only(asked.status)
                for name, value in asked.told.items():
                    self.send_header(name.split()[0], value)
                self.send_header("Content-Length", str(len(asked.answer)))
                self.send_header("Connection", "close")
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(asked.answer)

            do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = do_PATCH = _do  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        return Handler
