"""One part of `make test`: what it is called, what it runs, and how it went."""

import os
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.servers.programs import CannotRunError

ROOT = Path(__file__).resolve().parent.parent
# Where tests of these markers lie: a part of the suite reads nothing else (tests/conftest.py sees to it).
ROOMS = {
    "browser": ("e2e",),
    "webkit": ("webkit",),
    "launch": ("launch", "production", "faults"),
}
NO_TESTS_FOUND = 5  # pytest's exit status


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many checks or tests of a part passed and failed, or why it could not run."""

    passed: int = 0
    failed: int = 0
    could_not_run: str = ""
    skipped: tuple[str, ...] = ()  # a test and why, in words
    seconds: float = 0.0

    @property
    def word(self) -> str:
        if self.could_not_run:
            return "could not run"
        return "FAILED" if self.failed else "ok"


@dataclass(frozen=True)
class Part:
    """A named piece of the suite."""

    name: str
    steps: Callable[[], Outcome] = field(repr=False)

    def run(self) -> Outcome:
        print(f"\n=== {self.name}", flush=True)
        began = time.monotonic()
        try:
            outcome = self.steps()
        except CannotRunError as why:
            outcome = Outcome(could_not_run=str(why))
        return replace(outcome, seconds=time.monotonic() - began)


def check(name: str, command: Sequence[str], environment: Mapping[str, str] | None = None) -> bool:
    """Runs one checker; says what it said only if it found something."""
    done = subprocess.run(
        command, cwd=ROOT, env=dict(environment) if environment else None, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )  # fmt: skip
    print(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
    if done.returncode:
        print(done.stdout[-20_000:], flush=True)
    return done.returncode == 0


def marked(marker: str) -> list[str]:
    """The arguments of pytest for the tests of that marker."""
    return ["-m", marker, *(f"tests/{room}" for room in ROOMS[marker])]


def pytest_run(*arguments: str, report: Path, **environment: str) -> Outcome:
    """Runs pytest in this terminal and counts from its report."""
    report.unlink(missing_ok=True)
    command = [
        str(ROOT / ".venv" / "bin" / "python"),
        "-m",
        "pytest",
        "-q",
        f"--junitxml={report}",
        *arguments,
    ]
    status = subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode
    if status == NO_TESTS_FOUND:
        raise CannotRunError("no tests were found")
    if not report.exists():
        return Outcome(failed=1)
    # Our own report, written a moment ago by pytest.
    counted = ET.parse(report).getroot().find("testsuite")  # noqa: S314
    assert counted is not None
    skipped = tuple(
        f"{test.attrib['name']}: {reason.attrib['message']}"
        for test in counted.iter("testcase")
        for reason in test.iter("skipped")
    )
    failed = int(counted.attrib["failures"]) + int(counted.attrib["errors"])
    passed = int(counted.attrib["tests"]) - failed - len(skipped)
    return Outcome(passed=passed, failed=failed or (1 if status else 0), skipped=skipped)


def program(module: str) -> Outcome:
    """Runs a module of ours that says in its exit status whether all is well."""
    status = subprocess.run([str(ROOT / ".venv" / "bin" / "python"), "-m", module], cwd=ROOT, check=False)
    return Outcome(passed=int(status.returncode == 0), failed=int(status.returncode != 0))
