"""A redis-server of our own: which program, how it is started, where it listens."""

import shutil
import sys
from pathlib import Path

from launch.refusal import Refusal

# The kernel takes no longer path for a socket (108 bytes on Linux, 104 elsewhere, with its end mark).
LONGEST_SOCKET_PATH = 100


def redis_program() -> str:
    """The server on PATH, else the one that came with the pinned packages."""
    ours = Path(sys.prefix) / "bin" / "redis-server"
    program = shutil.which("redis-server") or (str(ours) if ours.exists() else None)
    if program is None:
        raise Refusal("no redis-server on the PATH nor in .venv; install one or set REDIS_URL.")
    return program


def redis_command(socket: Path, *, program: str) -> list[str]:
    """Listens on this socket alone, for this user alone; keeps nothing: promised work is in the database."""
    settings = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(socket.parent),
        "save": "",
        "appendonly": "no",
        "daemonize": "no",
        "loglevel": "warning",
        "maxmemory-policy": "noeviction",
    }
    return [program, *(word for name, value in settings.items() for word in (f"--{name}", value))]


def fits_a_socket(path: Path) -> bool:
    return len(bytes(path)) <= LONGEST_SOCKET_PATH
