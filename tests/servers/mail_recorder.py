"""A mail server in a process of its own, which writes down what it took before it says so, and can fail.

What it took is known whatever else is killed. A port for each sender tells them apart.
Usage: python -m tests.servers.mail_recorder FOLDER PORT ...
"""

import asyncio
import json
import os
import random
import ssl
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from email import message_from_bytes
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import AnyStr

from aiosmtpd.smtp import SMTP, Envelope, Session

from launch.lifeline import die_with_parent
from launch.ports import HOST, free_port
from tests.servers.folders import short_folder
from tests.servers.programs import CannotRunError

ROOT = Path(__file__).resolve().parent.parent.parent
WAIT = 20  # seconds until it listens
TAKEN = "250 Message accepted for delivery"
HANG_UP = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong `at` connect, starttls, rcpt or data: the `answer` there, HANG_UP for none.

    At data the answer comes after `seconds`; with TAKEN and HANG_UP the mail was taken.
    """

    at: str
    answer: str
    chance: float = 1.0
    to: str = ""  # only for mail to that address
    after: int = 0  # only when so many mails came by the same connection
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A mail that the server has. Its sender learnt it `pause` seconds after `at`, if it `heard` at all."""

    message_id: str
    to: str
    digest: str  # of its bytes
    size: int
    at: float  # of the clock, when all of it was there
    pause: float
    heard: bool
    port: int

    @property
    def answered_at(self) -> float:
        return self.at + self.pause


class MailRecorder:
    """Started by `start`, told to fail by `fails`, asked by `taken`."""

    def __init__(self, *, ports: int = 1) -> None:
        self.folder = short_folder("mails")
        self.ports = [free_port(preferred=None) for _ in range(ports)]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def urls(self) -> list[str]:
        """As EMAIL_URL, one for each port."""
        return [f"smtp://{HOST}:{port}" for port in self.ports]

    def start(self) -> "MailRecorder":
        self.fails()
        command = [
            sys.executable,
            "-m",
            "tests.servers.mail_recorder",
            str(self.folder),
            *map(str, self.ports),
        ]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdout=log, stderr=log, preexec_fn=die_with_parent, start_new_session=True
            )
        last = time.monotonic() + WAIT
        while not (self.folder / "ready").exists():
            if time.monotonic() > last or self._process.poll() is not None:
                raise CannotRunError(f"no mail server: {(self.folder / 'log').read_text()[-1000:]}")
            time.sleep(0.02)
        return self

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def fails(self, *faults: Fault, pause: float = 0.0, seed: int = 1) -> None:
        """From the next connection on, and no longer as before; `pause` is what each mail takes at least."""
        told = {"faults": [asdict(fault) for fault in faults], "pause": pause, "seed": seed}
        unfinished = self.folder / "unfinished"
        unfinished.write_text(json.dumps(told))
        unfinished.rename(self.folder / "faults")

    def taken(self) -> list[Taken]:
        return [Taken(**json.loads(line)) for line in self._record().splitlines()]

    def count(self) -> int:
        """How many mails it has: said sooner than which."""
        return self._record().count("\n")

    def _record(self) -> str:
        record = self.folder / "record"
        return record.read_text() if record.exists() else ""


@dataclass
class Faults:
    """As the file says; read again when there is another one."""

    folder: Path
    pause: float = 0.0
    all: list[Fault] = field(default_factory=list)
    _of: float = 0.0
    _chance: random.Random = field(default_factory=random.Random)

    def look(self) -> None:
        changed = (self.folder / "faults").stat().st_mtime_ns
        if changed != self._of:
            told = json.loads((self.folder / "faults").read_text())
            self.all = [Fault(**fault) for fault in told["faults"]]
            self.pause, self._of, self._chance = told["pause"], changed, random.Random(told["seed"])

    def at(self, point: str, *, to: str = "", mails: int = 0) -> Fault | None:
        for fault in self.all:
            fits = fault.at == point and fault.to in ("", to) and mails >= fault.after
            if fits and self._chance.random() < fault.chance:
                return fault
        return None


class Connection(SMTP):
    """One client's; it greets, counts mails and hangs up as the faults say."""

    def __init__(self, server: "Server", port: int) -> None:
        server.faults.look()
        promises_tls = server.faults.at("starttls") is not None
        super().__init__(
            server,
            data_size_limit=20_000_000,
            hostname="mail.example",
            tls_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if promises_tls else None,
            loop=asyncio.get_running_loop(),
        )
        self.port, self.mails, self.faults = port, 0, server.faults

    async def push(self, status: AnyStr) -> None:
        if str(status).startswith("220 "):
            fault = self.faults.at("connect")
            if fault is not None:
                await super().push(fault.answer)
                self.hang_up()
                return
        await super().push(status)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        """aiosmtpd calls this."""
        fault = self.faults.at("starttls")
        await super().push(fault.answer if fault else "454 TLS not available")

    def hang_up(self) -> None:
        if self.transport is not None:
            self.transport.abort()  # type: ignore[attr-defined]


class Server:
    """What all connections share: the record and the faults."""

    def __init__(self, folder: Path) -> None:
        self.faults = Faults(folder)
        self.record = (folder / "record").open("a")

    async def handle_RCPT(  # noqa: N802
        self, by: Connection, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """aiosmtpd calls this for each address."""
        fault = self.faults.at("rcpt", to=address, mails=by.mails)
        if fault is not None:
            return fault.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, by: Connection, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """aiosmtpd calls this for each message."""
        (to,) = envelope.rcpt_tos
        by.mails += 1
        fault = self.faults.at("data", to=to, mails=by.mails)
        answer = TAKEN if fault is None else fault.answer
        pause = self.faults.pause if fault is None else fault.seconds
        if answer in (TAKEN, HANG_UP):
            self._write_down(by, to, bytes(envelope.original_content or b""), pause, heard=answer == TAKEN)
        await asyncio.sleep(pause)
        if answer == HANG_UP:
            by.hang_up()
        return answer

    def _write_down(self, by: Connection, to: str, content: bytes, pause: float, *, heard: bool) -> None:
        taken = Taken(
            message_id=str(message_from_bytes(content)["Message-ID"]),
            to=to,
            digest=sha256(content).hexdigest(),
            size=len(content),
            at=time.time(),
            pause=pause,
            heard=heard,
            port=by.port,
        )
        self.record.write(json.dumps(asdict(taken)) + "\n")
        self.record.flush()


async def serve(folder: Path, ports: Iterable[int]) -> None:
    server, loop = Server(folder), asyncio.get_running_loop()
    for port in ports:
        await loop.create_server(partial(Connection, server, port), host=HOST, port=port)
    (folder / "ready").touch()
    await asyncio.Event().wait()


if __name__ == "__main__":
    os.umask(0o077)
    asyncio.run(serve(Path(sys.argv[1]), [int(port) for port in sys.argv[2:]]))
