"""The quick static checks, and the formatting that satisfies them."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.parts import ROOT, Outcome, check
from tests.servers.node import MODULES, node_environment, node_modules
from tests.servers.programs import CannotRunError

BIN = ROOT / ".venv" / "bin"
DJANGO = "5.2"


def static_checks() -> Outcome:
    """Python, templates, migrations, import rules, JavaScript and CSS."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        types = beside.submit(check, "mypy", [str(BIN / "mypy"), "."])  # as long as all others together
        found = list(_python_checks())
        try:
            found += _javascript_checks()
        except CannotRunError as why:
            print(f"JavaScript and CSS: could not run: {why}")
            found.append(os.environ.get("CI") != "true")
        found.append(types.result())
    return Outcome(passed=sum(found), failed=len(found) - sum(found))


def _python_checks() -> Iterator[bool]:
    yield check("ruff check", [str(BIN / "ruff"), "check", "."])
    yield check("ruff format", [str(BIN / "ruff"), "format", "--check", "."])
    yield check("import rules", [str(BIN / "lint-imports")])
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATA_DIR": folder,
            "SECRET_KEY": "a key that only checks use, and no installation",
            "LOOPBACK_DEMO": "1",
        }
        environment.pop("DATABASE_URL", None)
        manage = [str(BIN / "python"), "manage.py"]
        yield check("migrations", [*manage, "makemigrations", "--check", "--dry-run"], environment)
    if templates():
        yield check("templates", [str(BIN / "djade"), "--target-version", DJANGO, "--check", *templates()])


def _javascript_checks() -> list[bool]:
    node_modules()
    biome, tsc = str(MODULES / ".bin" / "biome"), str(MODULES / ".bin" / "tsc")
    return [
        check("JavaScript and CSS", [biome, "ci", "--colors=off", "."], node_environment()),
        check("JavaScript types", [tsc, "--project", "tsconfig.json"], node_environment()),
        check("types of the service worker", [tsc, "--project", "tsconfig.worker.json"], node_environment()),
    ]


def javascript_tests() -> Outcome:
    """`node --test` on tests/js."""
    tests = sorted(str(path) for path in (ROOT / "tests" / "js").rglob("*.test.js"))
    if not tests:
        raise CannotRunError("no tests were found in tests/js")
    node_modules()
    passed = check("node --test", ["node", "--test", *tests], node_environment())
    return Outcome(passed=int(passed), failed=int(not passed))


def formatting() -> int:
    """`make fmt`: puts everything into the shape that the checks ask for."""
    node_modules()
    commands = [
        [str(BIN / "ruff"), "check", "--fix", "--quiet", "."],
        [str(BIN / "ruff"), "format", "."],
        [str(BIN / "djade"), "--target-version", DJANGO, *templates()],
        [str(MODULES / ".bin" / "biome"), "check", "--write", "."],
    ]
    for command in commands:
        subprocess.run(command, cwd=ROOT, env=node_environment(), check=False)
    return 0


def templates() -> list[str]:
    """HTML templates; mail's plain text has no indentation to keep."""
    return sorted(str(path) for path in Path(ROOT).glob("[a-z]*/templates/**/*.html"))
