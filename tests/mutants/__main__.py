"""`make mutants`: each rule of access is taken out of a copy of the product, one at a time.

The access walk (tests/frontend/test_every_address.py) is made in the copy with each rule gone. The last
lines name the rules that it did not miss; the exit status says whether there are any.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutants.planting import plant
from tests.parts import ROOT

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "var", "__pycache__", ".*_cache")
# Rules that are a second lock on a door which another keeps shut, or that only choose words: each with
# the reason why the walk cannot miss it. A file and a text, so that a line added above changes nothing.
KNOWN = Path(__file__).with_name("second_locks.txt")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="fallrisk-mutants-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        rules = plant(copy)
        found = Path(folder) / "found"
        walk = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/mutants/walk.py"]
        environment = os.environ | {"RULES": str(len(rules)), "FOUND": str(found)}
        if subprocess.run(walk, cwd=copy, env=environment, check=False).returncode:
            print("The walk failed with every rule in place.")
            return 1
        seen = [line.split("\t") for line in found.read_text().splitlines()]
    known, left = reasons(), set(reasons())
    missed = 0
    for rule, (_number, requests, why) in zip(rules, seen, strict=True):
        key = f"{rule.place.rpartition(':')[0]} {rule.text}"
        reason = known.get(key, "")
        left.discard(key)
        if why:
            print(f"seen    {rule} -- {why}")
        elif reason:
            print(f"second  {rule} -- {reason}")
        else:
            missed += 1
            print(f"MISSED  {rule} -- asked by {requests} requests")
    for gone in sorted(left):
        print(f"No such rule: {gone}")
    print(f"{len(rules)} rules of access, {missed} of them missed by nobody when they are gone")
    return 1 if missed or left else 0


def reasons() -> dict[str, str]:
    """Place and text of a rule, and why nobody misses it."""
    lines = [line for line in KNOWN.read_text().splitlines() if line and not line.startswith("#")]
    return {place.strip(): reason.strip() for place, reason in (line.split(" -- ", 1) for line in lines)}


if __name__ == "__main__":
    sys.exit(main())
