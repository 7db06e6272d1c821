"""How much of the code the tests must run: the one place that says so."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.parts import ROOT, Outcome
from tests.servers.programs import CannotRunError

DOMAIN = 100.0  # percent of lines and branches of every */domain
ELSEWHERE = 95.0  # percent of lines and branches of everything else together


def coverage_floor(folder: Path) -> Outcome:
    """Joins what the processes of the suite left in the folder and compares."""
    environment = os.environ | {"COVERAGE_FILE": str(folder / "all")}
    coverage = [sys.executable, "-m", "coverage"]
    parts = [str(path) for path in folder.glob(".coverage.*")]
    if not parts:
        raise CannotRunError("the tests left no figures")
    subprocess.run([*coverage, "combine", "--quiet", *parts], cwd=ROOT, env=environment, check=True)
    subprocess.run([*coverage, "report"], cwd=ROOT, env=environment, check=False)
    report = folder / "coverage.json"
    subprocess.run([*coverage, "json", "-q", "-o", str(report)], cwd=ROOT, env=environment, check=True)
    files = json.loads(report.read_text())["files"]
    figures = {
        "*/domain": (percent(files, domain=True), DOMAIN),
        "elsewhere": (percent(files, domain=False), ELSEWHERE),
    }
    for name, (figure, floor) in figures.items():
        print(f"coverage of {name}: {figure:.1f}% (at least {floor:.0f}%)")
    short = sum(figure < floor for figure, floor in figures.values())
    return Outcome(passed=len(figures) - short, failed=short)


def percent(files: dict[str, dict[str, dict[str, int]]], *, domain: bool) -> float:
    """Lines and branches run, of all there are in these files."""
    summaries = [file["summary"] for path, file in files.items() if ("domain" in Path(path).parts) == domain]
    there = sum(summary["num_statements"] + summary["num_branches"] for summary in summaries)
    run = sum(summary["covered_lines"] + summary["covered_branches"] for summary in summaries)
    return 100.0 * run / there if there else 100.0
