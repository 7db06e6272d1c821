"""Lighthouse's mobile scores and times for the sign-in page, Home and the log: medians of cold loads.

Lighthouse is fetched by npx when it is asked for: 185 MB that nothing else needs.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Figure
from bench.system import demo_patient, prepare, serve, session_of
from launch.ports import HOST, free_port
from tests.servers.browser import chromium_arguments, chromium_path

LIGHTHOUSE = "lighthouse@12.8.2"  # the last that runs on Node 20
CATEGORIES = ("performance", "accessibility", "best-practices")
RUNS = 5
AGAIN = "Please run Lighthouse again"  # what it says when the browser gave it no trace
PATIENCE = 300  # seconds for one run, the first fetching included


@dataclass(frozen=True, slots=True)
class Floor:
    """How good a figure must be."""

    unit: str
    floor: float
    at_least: bool = False

    def figure(self, value: float, page: str) -> Figure:
        return Figure("lighthouse", value, f"{self.unit}({page})", self.floor, self.at_least)


FLOORS = {
    "performance": Floor("points-performance", 99, at_least=True),
    "accessibility": Floor("points-accessibility", 100, at_least=True),
    "best-practices": Floor("points-best-practices", 100, at_least=True),
    "largest-contentful-paint": Floor("ms-LCP", 1500),
    "total-blocking-time": Floor("ms-TBT", 50),
    "cumulative-layout-shift": Floor("shift-CLS", 0.01),
}


def measure(_size: int | None) -> Figure:
    npx = shutil.which("npx")
    if npx is None:
        raise SystemExit("Lighthouse needs Node 18 or newer with its npx on the PATH.")
    port = free_port(preferred=None)
    origin = f"http://{HOST}:{port}"
    folder = prepare(origin=origin)
    patient = demo_patient(months=14)
    cookie = folder / "cookie.json"
    cookie.write_text(json.dumps({"Cookie": f"sessionid={session_of(patient.user)}"}))
    server = serve(folder, port)
    try:
        figures = [
            *_figures(npx, "sign-in", f"{origin}/sign-in/", None),
            *_figures(npx, "home", f"{origin}/", cookie),
            *_figures(npx, "log", f"{origin}/log/", cookie),
        ]
    finally:
        server.terminate()
        server.wait(timeout=20)
    return min(figures, key=_room)


def _room(figure: Figure) -> float:
    """What is short first, then what has least room."""
    return figure.ratio if figure.at_least else 1 / figure.ratio if figure.ratio else inf


def _figures(npx: str, page: str, address: str, cookie: Path | None) -> Iterator[Figure]:
    reports = [_report(npx, address, cookie) for _ in range(RUNS)]
    found = []
    for name, floor in FLOORS.items():
        values = [_value(report, name) for report in reports]
        figure = floor.figure(median(values), page)
        found.append(figure)
        print(f"{figure} (of {RUNS}: {min(values):.2f} to {max(values):.2f})", flush=True)
    _complain(page, reports)
    yield from found


def _value(report: Mapping[str, Any], name: str) -> float:
    if name in CATEGORIES:
        return round(100 * float(report["categories"][name]["score"]))
    return float(report["audits"][name]["numericValue"])


def _complain(page: str, reports: list[dict[str, Any]]) -> None:
    """What costs points where every point counts."""
    for category in ("accessibility", "best-practices"):
        names = {
            audit["id"]
            for report in reports
            for audit in report["categories"][category]["auditRefs"]
            if audit["weight"]
        }
        for name in sorted(names):
            audits = [report["audits"][name] for report in reports]
            if any(audit["score"] is not None and audit["score"] < 1 for audit in audits):
                print(f"{page}: {audits[0]['title']}", flush=True)


def _report(npx: str, address: str, cookie: Path | None) -> dict[str, Any]:
    """One cold load in a browser of its own, as Lighthouse sees it."""
    command = [
        npx, "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", "--output-path=stdout",
        "--no-enable-error-reporting", f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(['--headless=new', *chromium_arguments()])}",
        *([f"--extra-headers={cookie}"] if cookie else []),
    ]  # fmt: skip
    environment = os.environ | {"CHROME_PATH": os.environ.get("CHROME_PATH", chromium_path())}
    done = _run(command, environment)
    if AGAIN in done.stderr:
        done = _run(command, environment)
    if done.returncode:
        raise SystemExit(f"Lighthouse did not run: {done.stderr[-1000:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    if report.get("runtimeError"):
        raise SystemExit(f"Lighthouse could not load {address}: {report['runtimeError']['message']}")
    return report


def _run(command: list[str], environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
