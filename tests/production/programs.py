"""manage.py as an operator types it, on a database of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.production.compose import ROOT


def manage(*command: str, database_url: str, folder: Path, **environment: str) -> str:
    """What the command printed; fails with what it complained of."""
    given = os.environ | {"DATABASE_URL": database_url, "DATA_DIR": str(folder)} | environment
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
