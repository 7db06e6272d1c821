"""A report of two years: time from the question to the file, memory of the process, size of the file."""

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

import psutil

from bench.figures import ROUNDS, Figure, show
from bench.system import demo_patient, prepare

FLOOR = 1500.0  # ms
MOST_MEMORY = 150.0  # MB
MOST_KILOBYTES = 300.0


def measure(_size: int | None) -> Figure:
    """The files are made in a process of its own: making the diary took memory, too."""
    prepare()
    demo_patient(months=24)
    told = subprocess.run([sys.executable, "-m", "bench.report"], check=True, capture_output=True, text=True)
    found = json.loads(told.stdout)
    print(f"{found['queries']} queries, {found['falls']} falls; the first file took {found['first']:.0f} ms")
    print(f"{found['kilobytes']:.0f} KB (at most {MOST_KILOBYTES:g})")
    memory, typst = found["memory"], found["typst"]
    print(f"{memory + typst:.0f} MB (at most {MOST_MEMORY:g}): {typst:.0f} of them where the type is set")
    if found["kilobytes"] > MOST_KILOBYTES or memory + typst > MOST_MEMORY:
        raise SystemExit("The file or its process is larger than it may be.")
    return Figure("report", max(found["first"], show("the file", found["rounds"], "ms")), "ms", FLOOR)


def make_files() -> dict[str, object]:
    """Some files, and what they took. Where REPORT_FILE names a file, the last one is left there."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from accounts.domain.vocabulary import Scope
    from accounts.models import Patient
    from frontend.report_sheet import report_sheet
    from logs.domain.times import local_date
    from reports.contents import report_of
    from reports.domain.paper import Paper
    from reports.domain.periods import period_ending
    from reports.typesetting import pdf_of

    patient, now = Patient.objects.select_related("user").latest("pk"), timezone.now()
    period = period_ending(local_date(now, patient.time_zone), months=24)
    rounds, made = [], b""
    with CaptureQueriesContext(connection) as queries, Watched() as typst:
        for _ in range(ROUNDS + 1):
            started = time.perf_counter()
            report = report_of(patient, period, scopes=frozenset(Scope), now=now)
            made = pdf_of(report_sheet(report), paper=Paper.A4)
            rounds.append((time.perf_counter() - started) * 1000)
    if "REPORT_FILE" in os.environ:
        Path(os.environ["REPORT_FILE"]).write_bytes(made)
    return {
        "queries": len(queries) // (ROUNDS + 1),
        "falls": patient.falls.count(),
        "first": rounds[0],
        "rounds": rounds[1:],
        "kilobytes": len(made) / 1024,
        "memory": _peak(),
        "typst": typst.peak,
    }


class Watched:
    """The most memory of the process that sets the type, looked at every few milliseconds."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, *_why: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(0.005):
            for child in psutil.Process().children():
                with suppress(psutil.Error):
                    self.peak = max(self.peak, child.memory_info().rss / 1e6)


def _peak() -> float:
    """MB. What getrusage says holds the parent's memory, too, from before the program was loaded."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    print(json.dumps(make_files()))
