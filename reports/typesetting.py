"""A sheet as a PDF that screen readers can read (PDF/UA-1), set by Typst with the fonts that lie here.

What people wrote reaches Typst as data and never as markup.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from reports.domain.characters import Covered
from reports.domain.paper import Paper
from reports.sheet import Sheet

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
SECONDS = 30  # twenty times what two years take


def pdf_of(sheet: Sheet, *, paper: Paper) -> bytes:
    """One page that is read in a minute, then the chart and the tables."""
    told = {**_printable(asdict(sheet)), "paper": str(paper)}
    told["name"] = _isolated(told["name"])
    if told["questions"]:
        told["questions"]["counts"] = [
            (number, _isolated(text)) for number, text in told["questions"]["counts"]
        ]
    # Without the environment, the user's site or the working folder: nothing of ours but the two files.
    made = subprocess.run(
        [sys.executable, "-I", str(HERE / "typeset")],
        input=json.dumps(told).encode(),
        capture_output=True,
        check=True,
        timeout=SECONDS,
    )
    return made.stdout


@cache
def covered() -> Covered:
    """What the fonts have."""
    return Covered.read((FONTS / "covered.txt").read_text(encoding="ascii"))


def _printable(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return covered().printable(value)
    if isinstance(value, Mapping):
        return {key: _drawn(each) if key == "svg" else _printable(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_printable(each) for each in value]
    return value


def _drawn(svg: str) -> str:
    """The drawing of the page, in the fonts of the file."""
    return svg.replace(
        'font-family="sans-serif"', 'font-family="Noto Sans, Noto Sans Arabic, Noto Sans Hebrew"'
    )


def _isolated(text: str) -> str:
    """In the direction of its own first letter, whatever the page's is."""
    return f"\u2068{text}\u2069"
