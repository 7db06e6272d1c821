"""A Redis that takes connections and says nothing must not hold up somebody on the floor."""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
# What a web process does after a write: its own settings, and a message to the workers.
SCRIPT = """
import fallrisk.wsgi
from accounts.jobs import start_soon
from logs.tasks import refresh_patient_rates
start_soon(refresh_patient_rates, 1)
print("answered")
"""


def test_a_request_goes_on_while_the_broker_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        answered = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=ROOT,
            env=os.environ | {"REDIS_URL": url},
            capture_output=True,
            text=True,
            timeout=20,  # the worker's own patience is 30 seconds
            check=False,
        )
    assert "answered" in answered.stdout, answered.stderr
    assert "broker away" in answered.stderr
