"""Runs schemathesis against a server on the database of this process."""

import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from accounts.domain.vocabulary import Role, Scope, TokenScope
from accounts.services.tokens import make_token
from tests.people import fall, make_link, make_patient, make_therapist

# 409, 410 and 422 on well-formed data are right: the day has a fall, the entry was withdrawn.
# 429: codes are limited by the hour. The token that ends itself is not the one of all other requests.
CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "410", "422", "429"]

[[operations]]
include-operation-id = "end_token"
headers = {{ Authorization = "Token {other_key}" }}

[[operations]]
include-operation-id = ["answer_diary_day", "clear_diary_day"]
parameters = {{ "path.day" = "{yesterday}" }}
"""
ALL_PHASES = "examples,coverage,fuzzing,stateful"


def schemathesis(
    origin: str, *, examples: int, phases: str = ALL_PHASES, only: str = ""
) -> "subprocess.CompletedProcess[str]":
    """All checks, as a patient with a diary and a therapist."""
    anna = make_patient()
    fall(anna)
    make_link(anna, make_therapist(), Scope.FALLS)
    make_link(make_patient("Ben"), anna.user, Scope.FALLS, Scope.LOG, role=Role.CAREGIVER)
    key, other_key = (
        make_token(account=anna.user, name="schemathesis", scope=TokenScope.WRITE, now=timezone.now()).key
        for _token in range(2)
    )
    yesterday = timezone.now().date() - timedelta(days=1)
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "schemathesis.toml"
        config.write_text(CONFIG.format(other_key=other_key, yesterday=yesterday))
        command = [
            *(str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(config)),
            *("run", f"{origin}/api/v1/schema/", "--checks", "all", "--phases", phases),
            *("--max-examples", str(examples), "--workers", "2", "--no-color"),
            *("--header", f"Authorization: Token {key}", "--continue-on-failure"),
            *(("--include-operation-id-regex", only) if only else ()),
            *("--seed", "20261124"),
        ]
        return subprocess.run(
            command,
            cwd=folder,
            env=os.environ | {"PYTHONWARNINGS": ""},
            check=False,
            capture_output=True,
            text=True,
        )
