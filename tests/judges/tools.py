"""The judges' own programs: each in an environment of its own, so that what they need meets nobody else."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.parts import ROOT
from tests.servers.programs import CannotRunError

HERE = Path(__file__).parent
ENVIRONMENTS = ROOT / ".judges"
OBSERVATORY = "@mdn/mdn-http-observatory@1.4.8"
PATIENCE = 900  # seconds for one program


def program(judge: str, name: str = "") -> str:
    """The path of a judge's program, fetched when it is not there. Raises CannotRunError."""
    pins = HERE / "requirements" / f"{judge}.txt"
    folder = ENVIRONMENTS / judge
    stamp, wanted = folder / ".installed", hashlib.sha256(pins.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        _fetched([sys.executable, "-m", "venv", str(folder)], judge)
        _fetched([str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "-r", str(pins)], judge)
        stamp.write_text(wanted)
    return str(folder / "bin" / (name or judge))


def observatory() -> Path:
    """Where the Observatory's scanner lies. No script of its packages runs: they fetch certificates."""
    folder = ENVIRONMENTS / "observatory"
    scanner = folder / "node_modules" / "@mdn" / "mdn-http-observatory" / "src" / "scan.js"
    if not scanner.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise CannotRunError("the Observatory needs Node 20 or newer with its npm on the PATH")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(json.dumps({"private": True}))
        fetch = [npm, "install", "--silent", "--ignore-scripts", "--prefix", str(folder), OBSERVATORY]
        _fetched(fetch, "the Observatory")
        # The list of names that browsers know to be https, which a script would have fetched: empty.
        lists = scanner.parent.parent / "conf"
        lists.mkdir(exist_ok=True)
        (lists / "hsts-preload.json").write_text("{}")
    return scanner


def run(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """What a program answered. Raises CannotRunError when it never ended."""
    try:
        return subprocess.run(
            command, cwd=cwd, env=os.environ | dict(environment or {}), check=False,
            capture_output=True, text=True, errors="replace", timeout=PATIENCE, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise CannotRunError(f"{Path(command[0]).name} did not end in {PATIENCE} seconds") from None


def _fetched(command: Sequence[str], judge: str) -> None:
    done = run(command)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no words").splitlines()[-1]
        raise CannotRunError(f"{judge} could not be fetched: {last[:200]}")
