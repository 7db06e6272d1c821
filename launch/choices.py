"""What this installation runs with: what the real environment says, else what we choose.

Everything chosen is kept in DATA_DIR/env, so that another terminal talks to the same system.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from launch.datadir import DataDir, new_secret_key
from launch.ports import HOST, free_port, port_from, require_free
from launch.redis_server import fits_a_socket
from launch.refusal import Refusal

PORT = "8000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Settings for the whole system, and the servers that are ours to start."""

    values: dict[str, str]
    web_port: int
    redis_socket: Path | None
    mail_port: int | None


def choose(data_dir: DataDir) -> Choices:
    """Checks the port before anything is started."""
    kept = data_dir.read_env()
    web_port = port_from(os.environ.get("PORT", PORT))
    require_free(web_port)
    redis_socket = None if os.environ.get("REDIS_URL") else _redis_socket(data_dir.path)
    mail_port = (
        None if os.environ.get("EMAIL_URL") else free_port(preferred=_port_of(kept.get("EMAIL_URL", "")))
    )
    chosen = {
        "SECRET_KEY": kept.get("SECRET_KEY") or new_secret_key(),
        "LOOPBACK_DEMO": "1",
        "PORT": str(web_port),
        "ORIGIN": f"http://{HOST}:{web_port}",
        "ALLOWED_HOSTS": f"localhost,{HOST}",
        "DATABASE_URL": kept.get("DATABASE_URL") or f"sqlite:///{data_dir.path / 'db.sqlite3'}",
        "REDIS_URL": f"unix://{redis_socket}",
        "EMAIL_URL": f"smtp://{HOST}:{mail_port}",
    }
    given = {name: os.environ[name] for name in chosen if os.environ.get(name)}
    return Choices(
        values=kept | chosen | given, web_port=web_port, redis_socket=redis_socket, mail_port=mail_port
    )


def _port_of(url: str) -> int | None:
    port = url.rpartition(":")[2]
    return int(port) if port.isdecimal() else None


def _redis_socket(folder: Path) -> Path:
    """In DATA_DIR, or where its path is too long in a private folder that is the same at every start."""
    socket = folder / "redis.sock"
    if fits_a_socket(socket):
        return socket
    name = hashlib.sha256(bytes(folder)).hexdigest()[:16]
    short = Path(tempfile.gettempdir()) / f"fallrisk-{os.getuid()}-{name}"
    short.mkdir(mode=0o700, exist_ok=True)
    if short.is_symlink() or short.stat().st_uid != os.getuid():
        raise Refusal(f"{short} belongs to somebody else; choose a DATA_DIR with a shorter path.")
    short.chmod(0o700)
    return short / "redis.sock"
