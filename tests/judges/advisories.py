"""Answers pip-audit's questions from a file of advisories (OSV, a JSON list), as osv.dev would."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import Version

from launch.ports import HOST


@contextmanager
def answering(file: Path) -> Iterator[str]:
    """The address to ask."""
    records: list[dict[str, Any]] = json.loads(file.read_text())

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            name, version = asked["package"]["name"], asked["version"]
            body = json.dumps({"vulns": [one for one in records if concerns(one, name, version)]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer((HOST, 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        server.server_close()


def concerns(record: dict[str, Any], name: str, version: str) -> bool:
    """Whether an advisory is about this version of a package."""
    for affected in record.get("affected", []):
        package = affected.get("package", {})
        if package.get("ecosystem") != "PyPI" or canonicalize_name(package["name"]) != canonicalize_name(
            name
        ):
            continue
        if version in affected.get("versions", []):
            return True
        if any(_within(each, Version(version)) for each in affected.get("ranges", [])):
            return True
    return False


def _within(span: dict[str, Any], version: Version) -> bool:
    inside = False
    for event in span.get("events", []) if span.get("type") == "ECOSYSTEM" else []:
        if "introduced" in event and version >= Version(event["introduced"]):
            inside = True
        if "fixed" in event and version >= Version(event["fixed"]):
            inside = False
        if "last_affected" in event and version > Version(event["last_affected"]):
            inside = False
    return inside
