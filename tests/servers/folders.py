"""Folders that a test run's servers work in, gone when the run ends."""

import atexit
import shutil
import tempfile
from pathlib import Path


def short_folder(name: str) -> Path:
    """A private folder whose path is short enough for a socket, removed at exit."""
    base = "/dev/shm" if Path("/dev/shm").is_dir() and shutil.disk_usage("/dev/shm").free > 2**30 else "/tmp"
    folder = Path(tempfile.mkdtemp(prefix=f"fallrisk-{name}-", dir=base))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
