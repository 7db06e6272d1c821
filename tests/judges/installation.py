"""The product as a clinic runs it, for the judges: production settings, gunicorn, and the shipped front."""

import os
import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from launch.lifeline import die_with_parent
from launch.ports import HOST, free_port
from tests.judges.tools import program
from tests.parts import ROOT
from tests.servers.folders import short_folder
from tests.servers.programs import CannotRunError

NAME = "localhost"
WAIT = 60  # seconds until pages answer

# Made by the shell of manage.py: Anna's session and token, and her id.
ANNA = """
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from accounts.domain.vocabulary import TokenScope
from accounts.models import Patient
from accounts.services.tokens import make_token
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.conf import settings
anna = Patient.objects.select_related("user").latest("pk")
session = SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(anna.user.pk), settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = anna.user.get_session_auth_hash()
session.save()
token = make_token(account=anna.user, name="a judge", scope=TokenScope.WRITE, now=timezone.now())
print("ANNA", session.session_key, token.key, anna.public_id)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Where it answers, and how Anna is known there."""

    origin: str
    port: int
    http: int  # where the front sends people to https
    authority: Path  # the certificate that signed the front's
    session: str
    token: str
    patient: str
    log: Path

    @property
    def cookie(self) -> str:
        return f"__Host-sessionid={self.session}"


@contextmanager
def installation() -> Iterator[Installation]:
    """Starts it on loopback; ends what it started."""
    folder = short_folder("judges")
    web, https, http = (free_port(preferred=None) for _server in range(3))
    settings = {
        "SECRET_KEY": "a key that only judges use, and no installation ever does",
        "ALLOWED_HOSTS": NAME,
        "ORIGIN": f"https://{NAME}:{https}",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "REDIS_URL": f"unix://{folder}/nobody-listens.sock",
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "BEHIND_TLS_PROXY": "1",
        "TRUSTED_PROXY_COUNT": "1",
        "API_REQUESTS_PER_MINUTE": "10000000",
        "PORT": str(web),
        "WEB_CONCURRENCY": "2",
    }
    for command in (
        ["migrate", "-v0"],
        ["createcachetable"],
        ["load_checklists"],
        ["collectstatic", "-v0", "--noinput"],
    ):
        _manage(*command, settings=settings)
    _manage("demo", "--anywhere", "--patients=1", "--months=3", "--seed=1", "--json", settings=settings)
    found = re.search(
        r"^ANNA (\S+) (\S+) (\S+)$", _manage("shell", "-c", ANNA, settings=settings), re.MULTILINE
    )
    assert found is not None
    log = folder / "web.log"
    with log.open("wb") as lines:
        server = _started(
            [sys.executable, "-m", "gunicorn", "--config", "python:deploy.web", "fallrisk.wsgi:application"],
            settings, lines,
        )  # fmt: skip
    try:
        with front(
            caddyfile(web, https, http), folder, {"DOMAIN": NAME, "TLS": "tls internal"}, https
        ) as authority:
            yield Installation(
                origin=settings["ORIGIN"], port=https, http=http, authority=authority, log=log,
                session=found[1], token=found[2], patient=found[3],
            )  # fmt: skip
    finally:
        _end(server)


def caddyfile(web: int, https: int, http: int) -> str:
    """deploy/Caddyfile with other ports, and the one web process there is for Compose's name of all."""
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    changes = (
        (r"http_port 8080\n\s*https_port 8443", f"admin off\n\thttp_port {http}\n\thttps_port {https}"),
        (r"redir https://\{host\}", f"redir https://{{host}}:{https}"),
        (r"dynamic a web 8000 \{[^}]*\}", f"to {HOST}:{web}"),
    )
    for pattern, instead in changes:
        text, count = re.subn(pattern, instead, text)
        assert count == 1, pattern
    return text


@contextmanager
def front(config: str, folder: Path, environment: dict[str, str], https: int) -> Iterator[Path]:
    """Caddy, as new as Compose's, with this configuration; yields its authority's certificate."""
    home = folder / f"front-{https}"
    home.mkdir()
    (home / "Caddyfile").write_text(config)
    places = {"XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home), "HOME": str(home)}
    with (home / "log").open("wb") as lines:
        server = _started(
            [program("caddy"), "run", "--config", str(home / "Caddyfile")], {**environment, **places}, lines
        )
    authority = home / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    try:
        last = time.monotonic() + WAIT
        while not _answers(https):
            if time.monotonic() > last or server.poll() is not None:
                raise CannotRunError(f"the front did not start: {(home / 'log').read_text()[-500:]}")
            time.sleep(0.2)
        yield authority
    finally:
        _end(server)


def _answers(https: int) -> bool:
    """Whether TLS is spoken there."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")  # the planted front speaks as badly as it can
    try:
        with (
            socket.create_connection((HOST, https), timeout=2) as plain,
            context.wrap_socket(plain, server_hostname=NAME),
        ):
            return True
    except OSError:
        return False


def _manage(*command: str, settings: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=_bare() | settings, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise CannotRunError(f"manage.py {command[0]} failed: {done.stderr[-500:]}")
    return done.stdout


def _started(command: list[str], environment: dict[str, str], lines: BinaryIO) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command, cwd=ROOT, env=_bare() | environment, stdout=lines, stderr=lines,
        preexec_fn=die_with_parent, start_new_session=True,
    )  # fmt: skip


def _bare() -> dict[str, str]:
    """The environment without what settings would read."""
    return {"PATH": os.environ["PATH"], "HOME": str(Path.home())}


def _end(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(timeout=45)
    except subprocess.TimeoutExpired:
        server.kill()
