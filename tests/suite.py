"""`make test`: every part in order, then a table of what ran, what passed and what could not run.

Usage: python -m tests.suite [checks | formatting]. With NIGHTLY=1 also what takes long: each rule of access
taken out in turn (tests.mutants), and programs of others (tests.judges).
"""

import os
import sys
import tempfile
from functools import cache, partial
from pathlib import Path

from tests.checks import formatting, javascript_tests, static_checks
from tests.coverage_floor import coverage_floor
from tests.parts import Outcome, Part, marked, program, pytest_run, pytest_run_twice
from tests.servers.browser import chromium_path
from tests.servers.postgresql import PostgresServer
from tests.servers.webkit import webkit_programs

PARALLEL = str(max(2, min(4, os.cpu_count() or 2)))
SHARED = ("-n", PARALLEL, "--dist", "worksteal")
# Browsers wait more than they work: one more of them than of other tests.
BROWSERS = ("-n", str(int(PARALLEL) + 1), "--dist", "worksteal")
# A file's tests follow each other on one folder, or on one installation.
SHARED_BY_FILE = ("-n", PARALLEL, "--dist", "loadfile")
# What knows no database is tried once: plain Python, settings, and files as browsers and images get them.
ONCE = (
    "--ignore-glob=*/domain/*",
    "--ignore=tests/fallrisk/test_settings.py",
    "--ignore=tests/fallrisk/test_silent_broker.py",
    "--ignore=tests/frontend/test_collected_files.py",
    "--ignore=tests/production/test_image.py",
)
WITHOUT_WHOLE_SYSTEM = "not browser and not webkit and not launch"


class Suite:
    """The parts, and the PostgreSQL that several of them share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.coverage = folder / "coverage"
        self.coverage.mkdir()
        self.server = PostgresServer()
        self.parts = [
            Part("static checks", static_checks),
            Part("JavaScript", javascript_tests),
            Part("tests on SQLite", self.on_sqlite),
            Part("tests on PostgreSQL", self.on_postgresql),
            Part("browser", self.browser),
            Part("WebKit", self.webkit),
            Part("coverage", lambda: coverage_floor(self.coverage)),
            Part("make run", self.launcher),
        ]
        if os.environ.get("NIGHTLY") == "1":
            self.parts += [Part(name, partial(program, f"tests.{name}")) for name in ("mutants", "judges")]

    def on_sqlite(self) -> Outcome:
        """Coverage is measured here alone: measuring costs a quarter of the time."""
        return pytest_run(
            "--cov", "--cov-report=", *SHARED, "-m", WITHOUT_WHOLE_SYSTEM, report=self.folder / "sqlite.xml",
            FALLRISK_TEST_DATABASE="sqlite", COVERAGE_FILE=str(self.coverage / ".coverage.sqlite"),
        )  # fmt: skip

    def on_postgresql(self) -> Outcome:
        return pytest_run(
            *SHARED, "-m", WITHOUT_WHOLE_SYSTEM, *ONCE,
            report=self.folder / "postgresql.xml", **self.postgresql_environment(),
        )  # fmt: skip

    def browser(self) -> Outcome:
        chromium_path()
        return self._with_a_browser("browser")

    def webkit(self) -> Outcome:
        webkit_programs()
        return self._with_a_browser("webkit")

    def launcher(self) -> Outcome:
        return pytest_run_twice(*SHARED_BY_FILE, *marked("launch"), report=self.folder / "launch.xml")

    @cache  # noqa: B019  # there is one suite, for the life of the process
    def postgresql(self) -> str:
        """The server that DATABASE_URL names, else one of our own."""
        given = os.environ.get("DATABASE_URL", "")
        return given if given.startswith("postgres") else self.server.start()

    def postgresql_environment(self) -> dict[str, str]:
        return {"FALLRISK_TEST_DATABASE": "postgresql", "DATABASE_URL": self.postgresql()}

    def _with_a_browser(self, marker: str) -> Outcome:
        report = self.folder / f"{marker}.xml"
        return pytest_run_twice(*BROWSERS, *marked(marker), report=report, **self.postgresql_environment())


def main(arguments: list[str]) -> int:
    if arguments == ["formatting"]:
        return formatting()
    if arguments == ["checks"]:
        return summary({"static checks": Part("static checks", static_checks).run()})
    with tempfile.TemporaryDirectory(prefix="fallrisk-suite-") as folder:
        suite = Suite(Path(folder))
        try:
            outcomes = {part.name: part.run() for part in suite.parts}
        finally:
            suite.server.stop()
    return summary(outcomes)


def summary(outcomes: dict[str, Outcome]) -> int:
    """The last lines, and the exit status: with CI=true a part that could not run has failed."""
    print()
    for name, outcome in outcomes.items():
        told = outcome.could_not_run or f"{outcome.passed} passed, {outcome.failed} failed"
        print(f"{name:<20} {outcome.word:<14} {told} ({outcome.seconds:.0f} s)")
        for skipped in outcome.skipped:
            print(f"{'':<20} not here: {skipped}")
        for named in outcome.passed_again:
            print(f"{'':<20} only at the second try, alone: {named}")
    failed = sum(outcome.failed for outcome in outcomes.values())
    missing = sum(bool(outcome.could_not_run) for outcome in outcomes.values())
    print(f"{sum(outcome.passed for outcome in outcomes.values())} passed, {failed} failed", end="")
    print(f", {missing} parts could not run" if missing else "")
    return 1 if failed or (missing and os.environ.get("CI") == "true") else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
