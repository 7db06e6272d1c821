"""The static files as browsers get them: collected once for a run, hashed and small."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.servers.worker import ROOT


@cache
def collected_files() -> Path:
    """The folder of one collectstatic, for every web server that this process starts."""
    folder = Path(os.environ["DATA_DIR"]) / f"collected-{os.getpid()}"
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        cwd=ROOT, env=os.environ | {"STATIC_ROOT": str(folder), "LOOPBACK_DEMO": "1"}, check=True,
    )  # fmt: skip
    return folder
