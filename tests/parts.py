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
FEW = 3  # failed tests that are tried once more; with more of them something is broken


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many checks or tests of a part passed and failed, or why it could not run."""

    passed: int = 0
    failed: int = 0
    could_not_run: str = ""
    skipped: tuple[str, ...] = ()  # a test and why, in words
    passed_again: tuple[str, ...] = ()  # failed among the others, passed alone
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
    return _counted(_report(*arguments, report=report, **environment))


def pytest_run_twice(*arguments: str, report: Path, **environment: str) -> Outcome:
    """Runs pytest; few tests that fail run once more, alone: the last lines name those that pass then.

    For whole systems and browsers, whose tests share two cores with each other (docs/decisions/0019).
    """
    arguments = (*arguments, "-o", f"cache_dir={report.with_suffix('.cache')}")
    first = _report(*arguments, report=report, **environment)
    outcome = _counted(first)
    if not 0 < outcome.failed <= FEW or outcome.passed == 0:
        return outcome
    print("\n=== what failed runs once more, alone", flush=True)
    again = _counted(
        _report(
            *arguments, "-n", "0", "--last-failed", report=report.with_suffix(".again.xml"), **environment
        )
    )
    if again.failed:
        return outcome
    return replace(
        outcome, passed=outcome.passed + outcome.failed, failed=0, passed_again=tuple(_failed(first))
    )


def _report(*arguments: str, report: Path, **environment: str) -> ET.Element | None:
    """What pytest wrote down; None where it ended before it could."""
    report.unlink(missing_ok=True)
    command = [str(ROOT / ".venv" / "bin" / "python"), "-m", "pytest", "-q", f"--junitxml={report}"]
    run = subprocess.run([*command, *arguments], cwd=ROOT, env=os.environ | environment, check=False)
    if run.returncode == NO_TESTS_FOUND:
        raise CannotRunError("no tests were found")
    if not report.exists():
        return None
    # Our own report, written a moment ago by pytest.
    written = ET.parse(report).getroot().find("testsuite")  # noqa: S314
    assert written is not None
    written.set("status", str(run.returncode))
    return written


def _counted(report: ET.Element | None) -> Outcome:
    if report is None:
        return Outcome(failed=1)
    skipped = tuple(
        f"{test.attrib['name']}: {reason.attrib['message']}"
        for test in report.iter("testcase")
        for reason in test.iter("skipped")
    )
    failed = int(report.attrib["failures"]) + int(report.attrib["errors"])
    passed = int(report.attrib["tests"]) - failed - len(skipped)
    return Outcome(passed=passed, failed=failed or int(report.attrib["status"] != "0"), skipped=skipped)


def _failed(report: ET.Element | None) -> list[str]:
    tests = [] if report is None else list(report.iter("testcase"))
    return [
        test.attrib["name"]
        for test in tests
        if test.find("failure") is not None or test.find("error") is not None
    ]


def program(module: str) -> Outcome:
    """Runs a module of ours that says in its exit status whether all is well."""
    status = subprocess.run([str(ROOT / ".venv" / "bin" / "python"), "-m", module], cwd=ROOT, check=False)
    return Outcome(passed=int(status.returncode == 0), failed=int(status.returncode != 0))
