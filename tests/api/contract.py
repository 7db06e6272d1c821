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
from tests.checklists.walks import home_arguments, home_checklist
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
include-operation-id = ["get_assessment", "answer_item", "submit_assessment", "export_assessment"]
parameters = {{ "path.walk_id" = "{walk}", "path.code" = "E1" }}

[[operations]]
include-operation-id = "review_assessment"
headers = {{ Authorization = "Token {theos_key}" }}
parameters = {{ "path.review_id" = "{review}" }}

[[operations]]
include-operation-id = "recommend"
headers = {{ Authorization = "Token {theos_key}" }}

[[operations]]
include-operation-id = "follow_recommendation"
parameters = {{ "path.advice_id" = "{advice}" }}

[[operations]]
include-operation-id = "get_photo"
parameters = {{ "path.photo_id" = "{photo}" }}

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
    theo = make_therapist()
    make_link(anna, theo, Scope.FALLS, Scope.HOME, Scope.PHOTOS)
    make_link(make_patient("Ben"), anna.user, Scope.FALLS, Scope.LOG, role=Role.CAREGIVER)
    key, other_key, theos_key = (
        make_token(account=account, name="schemathesis", scope=TokenScope.WRITE, now=timezone.now()).key
        for account in (anna.user, anna.user, theo)
    )
    home_checklist()
    there = home_arguments(anna)
    told = {
        "other_key": other_key,
        "theos_key": theos_key,
        "yesterday": timezone.now().date() - timedelta(days=1),
        **{name: there[f"{name}_id"] for name in ("walk", "review", "advice", "photo")},
    }
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "schemathesis.toml"
        config.write_text(CONFIG.format(**told))
        command = [
            *(str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(config)),
            *("run", f"{origin}/api/v1/schema/", "--checks", "all", "--phases", phases),
            *("--max-examples", str(examples), "--workers", "1", "--no-color"),
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
