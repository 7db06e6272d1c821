"""Judges of what is written: bandit, semgrep with the rules of this house, and Django's own check."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.judges.tools import HERE, program, run
from tests.parts import ROOT
from tests.servers.programs import CannotRunError

SHIPPED = (
    "accounts", "api", "caseload", "checklists", "deploy", "fallrisk", "frontend", "launch", "ledger", "logs",
    "monitoring", "reminders", "symptoms", "manage.py",
)  # fmt: skip
# What bandit finds and we looked at: by its rule and the file, with the reason.
SEEN = {
    ("B104", "accounts/adapter.py"): "the address of nobody, counted with; nothing listens",
    ("B108", "deploy/web.py"): "/dev/shm of a container, for heartbeats of gunicorn's workers",
    ("B308", "frontend/charts/rate_chart.py"): "a chart of our own numbers, built by ElementTree",
    ("B703", "frontend/qr.py"): "a QR code drawn by segno",
    ("B308", "frontend/qr.py"): "a QR code drawn by segno",
    ("B703", "frontend/templatetags/shapes.py"): "icons from files of ours",
    ("B308", "frontend/templatetags/shapes.py"): "icons from files of ours",
}
PRODUCTION = {
    "SECRET_KEY": "a-key-of-fifty-characters-that-only-judges-know-0123456789",
    "ALLOWED_HOSTS": "falls.example.org",
    "ORIGIN": "https://falls.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
}


def bandit_planted(_folder: Path) -> list[str]:
    return [line for line in _bandit(str(HERE / "planted.py")) if line.startswith("B602")]


def bandit(_folder: Path) -> list[str]:
    return _bandit(*SHIPPED)


def _bandit(*places: str) -> list[str]:
    """Findings of medium weight and more."""
    done = run([program("bandit"), "-r", "-ll", "-q", "-f", "json", *places])
    if not done.stdout.startswith("{"):
        raise CannotRunError(f"bandit said {done.stderr[-200:]}")
    told = json.loads(done.stdout)
    found = [
        (one["test_id"], str(Path(one["filename"])), one["line_number"], one["issue_text"])
        for one in told["results"]
    ]
    return [
        f"{rule} {place}:{line} {text}" for rule, place, line, text in found if (rule, place) not in SEEN
    ] + [f"{one['filename']}: {one['reason']}" for one in told["errors"]]


def semgrep_planted(_folder: Path) -> list[str]:
    """Every rule finds its fault, or none has a say."""
    rules = {
        line.split("id: ")[1] for line in (HERE / "rules.yml").read_text().splitlines() if "- id: " in line
    }
    found = _semgrep(str(HERE / "planted.py"), str(HERE / "planted.js"))
    missed = rules - {line.split()[0] for line in found}
    return [] if missed else found


def semgrep(_folder: Path) -> list[str]:
    return [line for line in _semgrep(*SHIPPED) if "/vendor/" not in line]


def _semgrep(*places: str) -> list[str]:
    folder = Path(program("semgrep")).parent
    done = run(
        [str(folder / "semgrep"), "scan", "--config", str(HERE / "rules.yml"), "--metrics=off",
         "--disable-version-check", "--no-git-ignore", "--json", "--quiet", *places],
        environment={"PATH": f"{folder}:/usr/bin:/bin"},
    )  # fmt: skip
    if not done.stdout.startswith("{"):
        raise CannotRunError(f"semgrep said {done.stderr[-200:]}")
    told = json.loads(done.stdout)
    return [
        f"{one['check_id'].split('.')[-1]} {one['path']}:{one['start']['line']} {one['extra']['message']}"
        for one in told["results"]
    ]


def deploy_check_planted(folder: Path) -> list[str]:
    return _deploy_check({**PRODUCTION, "DEBUG": "1"}, folder)


def deploy_check(folder: Path) -> list[str]:
    return _deploy_check(PRODUCTION, folder)


def _deploy_check(settings: Mapping[str, str], folder: Path) -> list[str]:
    done = run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        environment={**settings, "DATA_DIR": str(folder), "LOOPBACK_DEMO": ""}, cwd=ROOT,
    )  # fmt: skip
    return [line for line in done.stderr.splitlines() if line.startswith("?:")] or (
        [done.stderr[-300:]] if done.returncode else []
    )
