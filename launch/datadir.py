"""DATA_DIR: the one folder with everything an installation keeps, and its `env` file."""

import fcntl
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from launch.refusal import Refusal, disk_troubles

ENOUGH_ROOM = 50_000_000  # bytes: below this a database soon cannot write
OURS_ALONE = 0o700
SECRET = 0o600


class DataDir:
    """The folder, held by one launcher at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.env_file = self.path / "env"
        self.mail = self.path / "mail"
        self.demo_file = self.path / "demo.json"
        self.stamp = self.path / "prepared"
        self._lock: int | None = None

    def open(self) -> None:
        """Makes the folder, checks that it can be written to and takes it for this launcher."""
        with disk_troubles(self.path):
            self.path.mkdir(mode=OURS_ALONE, parents=True, exist_ok=True)
            self.path.chmod(OURS_ALONE)
            self.mail.mkdir(mode=OURS_ALONE, exist_ok=True)
            # Kept open, and with it the lock, until this process ends in whatever way.
            self._lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, SECRET)
            self._hold(self._lock)
            if shutil.disk_usage(self.path).free < ENOUGH_ROOM:
                raise Refusal(f"the disk that holds {self.path} is full.")

    def _hold(self, lock: int) -> None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(f"another `make run` is using {self.path}; stop it or set DATA_DIR.") from None

    def read_env(self) -> dict[str, str]:
        """What `env` says; a line is KEY=value, as settings read it."""
        if not self.env_file.exists():
            return {}
        with disk_troubles(self.path):
            lines = self.env_file.read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line and not line.lstrip().startswith("#"))

    def write_env(self, values: dict[str, str]) -> None:
        """Replaces `env` as a whole; a reader sees the old one or the new one."""
        lines = ["# Written by `make run`; the real environment wins over it.", ""]
        lines[1:] = [f"{name}={value}" for name, value in sorted(values.items())]
        self.write_secret(self.env_file, "\n".join(lines) + "\n")

    def write_secret(self, path: Path, text: str) -> None:
        """Readable by this user alone from the first byte on."""
        with disk_troubles(self.path):
            handle, temporary = tempfile.mkstemp(dir=self.path, prefix=f".{path.name}-")
            try:
                with os.fdopen(handle, "w") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                Path(temporary).replace(path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise


def new_secret_key() -> str:
    return secrets.token_urlsafe(48)
