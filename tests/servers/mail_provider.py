"""Postmark on loopback: takes mails by its interface, and answers as it does."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from launch.ports import HOST

TAKEN = 200


def inactive(address: str) -> tuple[int, dict[str, Any]]:
    """What it says where an address is dead."""
    words = (
        "You tried to send to recipient(s) that have been marked as inactive.\n"
        f"Found inactive addresses: {address}.\n"
        "Inactive recipients are ones that have generated a hard bounce or a spam complaint. "
    )
    return 422, {"ErrorCode": 406, "Message": words}


class MailProvider:
    """`mails` are as they came; `answer` is the status and body that the next ones get, if not taken."""

    def __init__(self) -> None:
        self.mails: list[dict[str, Any]] = []
        self.answer: tuple[int, dict[str, Any]] | None = None
        provider = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                mail = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                accepted = {"ErrorCode": 0, "Message": "OK", "MessageID": "0a1b", "To": mail["To"]}
                status, told = provider.answer or (TAKEN, accepted)
                if status == TAKEN:
                    provider.mails.append(mail | {"token": self.headers["X-Postmark-Server-Token"]})
                body = json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_words: object) -> None:
                pass

        self._server = ThreadingHTTPServer((HOST, 0), Door)
        self.url = f"http://{HOST}:{self._server.server_port}/"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
