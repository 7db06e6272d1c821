"""The audit of what we depend on, by pip-audit: from a file of advisories, else from PyPI."""

import json
import os
from pathlib import Path
from typing import Any

from tests.judges.advisories import answering
from tests.judges.tools import program, run
from tests.parts import ROOT
from tests.servers.programs import CannotRunError

PINNED = ("requirements.txt", "requirements-dev.txt")
# A version with more than a dozen known faults, and an advisory for it, should a file of them be ours alone.
WEAK = "django==2.2.0\n"
WEAK_ADVISORY = {
    "id": "PLANTED-1",
    "modified": "2026-01-01T00:00:00Z",
    "summary": "planted",
    "details": "planted",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "Django"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "2.2"}, {"fixed": "2.2.1"}]}],
        }
    ],
}


def planted(folder: Path) -> list[str]:
    """In a version that is known to be weak. Raises CannotRunError where it could not look."""
    requirements = folder / "weak.txt"
    requirements.write_text(WEAK)
    advisories = _given()
    if advisories is not None:
        file = folder / "planted.json"
        file.write_text(json.dumps([*json.loads(advisories.read_text()), WEAK_ADVISORY]))
        advisories = file
    found = _audit(requirements, advisories)
    if not found and advisories is None:
        raise CannotRunError(
            "PyPI told nothing about a version that is known to be weak; name a file: ADVISORIES"
        )
    return found


def audit(_folder: Path) -> list[str]:
    return [line for name in PINNED for line in _audit(ROOT / name, _given())]


def _given() -> Path | None:
    named = os.environ.get("ADVISORIES", "")
    if named and not Path(named).is_file():
        raise CannotRunError(f"ADVISORIES names {named}, which is no file")
    return Path(named) if named else None


def _audit(requirements: Path, advisories: Path | None) -> list[str]:
    ask = [program("pip-audit"), "-r", str(requirements), "--disable-pip", "--no-deps", "-f", "json"]
    ask += ["--progress-spinner", "off"]
    if advisories is None:
        return _read(run(ask).stdout)
    with answering(advisories) as address:
        return _read(run([*ask, "-s", "osv", "--osv-url", address]).stdout)


def _read(text: str) -> list[str]:
    """What it found. A package that it could not look up is no package without faults."""
    if not text.startswith("{"):
        raise CannotRunError("pip-audit reached nobody who knows advisories; name a file of them: ADVISORIES")
    packages: list[dict[str, Any]] = json.loads(text)["dependencies"]
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    if skipped:
        raise CannotRunError(
            f"{len(skipped)} of {len(packages)} packages could not be looked up; name a file: ADVISORIES"
        )
    return [f"{one['name']} {one['version']}: {fault['id']}" for one in packages for fault in one["vulns"]]
