"""The figures of docs/benchmarks.md. Usage: python -m bench [NAME], with SIZE in the environment.

The last line of each is `NAME figure unit floor ratio ok` (or `short`); the exit status is 0 when all hold.
"""

import os
import subprocess
import sys
from importlib import import_module

NAMES = (
    "api",
    "home",
    "report",
    "caseload",
    "rates",
    "fresh",
    "weight",
    "lighthouse",
    "offline",
    "kills-browser",
    "digests",
    "kills-falls",
    "kills-digests",
    "signin",
)


def main(arguments: list[str]) -> int:
    """One benchmark here, or each in a process of its own, with its own servers."""
    if not arguments:
        commands = [[sys.executable, "-m", "bench", name] for name in NAMES]
        return max(subprocess.run(command, check=False).returncode for command in commands)
    (name,) = arguments
    if name not in NAMES:
        print(f"There is no benchmark {name}; there are {', '.join(NAMES)}.")
        return 2
    figure = import_module(f"bench.{name.replace('-', '_')}").measure(_size())
    print(figure)
    return 0 if figure.holds else 1


def _size() -> int | None:
    text = os.environ.get("SIZE", "")
    if not text:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise SystemExit(f"SIZE is {text!r}, not a number like 2000.")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
