"""The description of the JSON door, and programs that believe it."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from drf_spectacular.validation import validate_schema

from accounts.domain.vocabulary import TokenScope
from accounts.services.tokens import make_token
from api.schema import openapi
from logs.models import Fall
from logs.rates import refresh_rates
from tests.api.client import API, Program
from tests.checklists.walks import home_arguments, home_checklist
from tests.people import make_patient
from tests.servers.web import WebServer

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return openapi()


def operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in schema["paths"].values() for operation in path.values()]


def test_the_description_is_valid_openapi_3_1(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.1")
    validate_schema(json.loads(json.dumps(schema)))


def test_everybody_may_read_it() -> None:
    answer = Program().get("schema/")
    assert answer.status == 200
    assert answer.json["info"]["title"]


def test_every_operation_says_what_it_does_and_what_it_may_refuse(schema: dict[str, Any]) -> None:
    for operation in operations(schema):
        assert operation["description"], operation["operationId"]
        assert {"404", "429"} <= operation["responses"].keys()
        refused = operation["responses"]["429"]["content"]["application/json"]["schema"]
        assert refused == {"$ref": "#/components/schemas/Error"}


def test_every_rate_says_its_unit(schema: dict[str, Any]) -> None:
    rate = schema["components"]["schemas"]["RateShown"]["properties"]
    for name in ("rate", "rate_low", "rate_high", "rate_floor", "population_baseline", "personal_baseline"):
        assert "Falls a month of 30.4375 days" in rate[name]["description"], name


def test_every_example_is_taken_as_it_stands(schema: dict[str, Any], db: None) -> None:
    """But what it says about days: those of the example are long over."""
    anna = make_patient()
    program = Program(anna.user)
    home_checklist()
    places = {**home_arguments(anna), "fall_id": uuid4(), "symptoms_id": uuid4(), "day": "2026-03-28"}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            for example in body.get("examples", {}).values():
                url = path.removeprefix(API).format(**places)
                answer = program.send(method.upper(), url, example["value"])
                wrong = [] if answer.status < 400 else [error["code"] for error in answer.json["errors"]]
                assert not {"invalid", "invalid_choice", "required", "unknown_field"} & set(wrong), url


@pytest.mark.django_db
def test_the_reference_for_people_comes_from_our_own_origin() -> None:
    page = Client().get(f"{API}docs/")
    assert page.status_code == 200
    sources = re.findall(r'(?:src|href)="([^"]+)"', page.content.decode())
    assert sources
    assert all(source.startswith("/") for source in sources)
    assert "unsafe" not in page.headers["Content-Security-Policy"]


@pytest.fixture
def web(transactional_db: None, redis_url: str) -> Any:
    server = WebServer(redis_url=redis_url)
    yield server.start()
    server.stop()


def test_a_generated_client_logs_a_fall_and_reads_a_rate(
    web: WebServer, schema: dict[str, Any], tmp_path: Path
) -> None:
    anna = make_patient()
    (tmp_path / "schema.json").write_text(json.dumps(schema))
    subprocess.run(
        [
            *(str(BIN / "openapi-python-client"), "generate", "--meta", "none"),
            *("--path", "schema.json", "--output-path", "client", "--config", str(config(tmp_path))),
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    made = make_token(account=anna.user, name="a client", scope=TokenScope.WRITE, now=timezone.now())
    assert sum(refresh_rates([anna.pk], now=timezone.now())) == 1
    (tmp_path / "use.py").write_text(USE)
    done = subprocess.run(
        [sys.executable, "use.py", web.origin, made.key],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    logged, kind, window = done.stdout.split()
    assert str(Fall.objects.get().public_id) == logged
    assert (kind, window) == ("fall", "month")


def config(folder: Path) -> Path:
    """The formatter that the generator would call is not on every PATH."""
    path = folder / "config.yaml"
    path.write_text("post_hooks: []\n")
    return path


USE = """
import sys
from datetime import datetime, timezone
from uuid import uuid4

from client import AuthenticatedClient
from client.api.falls import log_fall
from client.api.rates import list_rates
from client.models import NewFall, NewFallKind

origin, key = sys.argv[1:]
program = AuthenticatedClient(base_url=origin, token=key, prefix="Token")
fall = log_fall.sync(
    client=program,
    body=NewFall(entry_id=uuid4(), kind=NewFallKind.FALL, occurred_at=datetime.now(timezone.utc)),
)
rates = list_rates.sync(client=program)
print(fall.id, fall.kind, rates.results[-1].window)
"""
