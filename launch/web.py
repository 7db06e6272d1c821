"""How gunicorn serves the pages, and the words for the person who typed `make run`."""

import json
import os
from pathlib import Path
from typing import Any

from launch.ports import HOST
from launch.whole_requests import WholeRequestsWorker

bind = f"{HOST}:{os.environ['PORT']}"
worker_class = WholeRequestsWorker
workers = 1
threads = 4
loglevel = "warning"
control_socket_disable = True
graceful_timeout = 3  # seconds; the launcher gives its processes 5


def post_worker_init(_worker: Any) -> None:  # noqa: ANN401  # gunicorn is not annotated
    """gunicorn calls this once the application is loaded: from now on pages answer."""
    print(
        f"\nReady: {os.environ['ORIGIN']}/\n{sign_ins(Path(os.environ['DATA_DIR']) / 'demo.json')}",
        flush=True,
    )


def sign_ins(demo_file: Path) -> str:
    """One sign-in for each role, a line each."""
    if not demo_file.exists():
        return ""
    one_of_each: dict[str, dict[str, str]] = {}
    for person in json.loads(demo_file.read_text()):
        one_of_each.setdefault(person["role"], person)
    lines = (
        f"Sign in as {role}: {person['email']} / {person['password']}" for role, person in one_of_each.items()
    )
    return "".join(f"{line}\n" for line in lines)
