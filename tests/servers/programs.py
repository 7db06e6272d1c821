"""Where a server's program is: on the machine first, else in a wheel of requirements-dev.txt."""

import importlib.util
import os
import shutil
from pathlib import Path


class CannotRunError(Exception):
    """A server or browser that tests need is not to be had here, and why."""


def wheels_only() -> bool:
    """FALLRISK_SERVERS=wheel tries what a machine without any servers would use."""
    return os.environ.get("FALLRISK_SERVERS") == "wheel"


def on_the_machine(name: str, *places: str) -> str | None:
    """The program's path, looked for on PATH and then in these folders (patterns)."""
    if wheels_only():
        return None
    found = shutil.which(name)
    if found:
        return found
    for pattern in places:
        for path in sorted(Path("/").glob(pattern.lstrip("/") + "/" + name), reverse=True):
            return str(path)
    return None


def package_folder(package: str) -> Path:
    """Where a wheel was installed, without importing what is in it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise CannotRunError(f"the package {package} is not installed; run `make setup`")
    return Path(next(iter(spec.submodule_search_locations)))
