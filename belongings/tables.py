"""Rows as CSV that a spreadsheet opens without running anything in it."""

import csv
import io
import json
from collections.abc import Iterable

from belongings.rows import Json

# What a spreadsheet takes for a formula (OWASP, CSV injection): an apostrophe makes it text again.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def table(rows: Iterable[Json], names: Iterable[str]) -> str:
    """One line a row, in UTF-8 with a mark by which spreadsheets know it."""
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\r\n")
    names = list(names)
    writer.writerow(names)
    for row in rows:
        writer.writerow([cell(row[name]) for name in names])
    return "\ufeff" + told.getvalue()


def cell(value: object) -> str:
    """Lists of words with semicolons; nothing asked is empty, which zero is not."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "; ".join(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
