"""A phone that was offline for long sends what an older version of the app wrote."""

from collections.abc import Mapping
from typing import Any

import pytest

from api import layouts
from logs.models import Fall
from tests.api.client import Program
from tests.api.doors import refused
from tests.api.phone import fell, flush, outcomes
from tests.people import make_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def layout_2(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server one layout further on: what layout 1 called "spot" is now "place"."""

    def spot_is_place(operation: Mapping[str, Any]) -> Mapping[str, Any]:
        if "spot" not in operation:
            return operation
        return {name: value for name, value in operation.items() if name != "spot"} | {
            "place": operation["spot"]
        }

    monkeypatch.setattr(layouts, "CURRENT", 2)
    monkeypatch.setattr(layouts, "UPGRADES", {1: spot_is_place})


def test_todays_layout_may_be_named() -> None:
    assert outcomes(Program(make_patient().user), fell(), schema=1) == ["created"]


@pytest.mark.parametrize("schema", [2, 99, 2**31 - 1])
def test_a_layout_that_is_not_known_is_refused_whole_in_words(schema: int) -> None:
    program, outbox = Program(make_patient().user), [fell(), fell()]
    answer = program.post("entries/", {"schema": schema, "operations": outbox})
    refused(answer, 422, code="unsupported_schema")
    assert answer.fields == {"schema": "unsupported_schema"}
    assert "Reload the app" in answer.json["message"]
    assert not Fall.objects.exists()
    assert outcomes(program, *outbox) == ["created", "created"]


@pytest.mark.parametrize("schema", [0, -1, "1", True, None, 1.0])
def test_what_is_no_layout_is_invalid(schema: object) -> None:
    answer = Program(make_patient().user).post("entries/", {"schema": schema, "operations": [fell()]})
    refused(answer, 422, code="invalid")
    assert not Fall.objects.exists()


def test_every_known_layout_but_the_current_one_can_be_upgraded() -> None:
    assert {*layouts.UPGRADES} >= {*layouts.known_layouts()} - {layouts.CURRENT}


@pytest.mark.usefixtures("layout_2")
@pytest.mark.parametrize(("said", "field"), [({"schema": 1}, "spot"), ({}, "spot"), ({"schema": 2}, "place")])
def test_the_app_of_one_layout_ago_is_understood(said: dict[str, int], field: str) -> None:
    program, first = Program(make_patient().user), fell() | {field: "kitchen"}
    (result,) = flush(program, first, **said)
    assert result["outcome"] == "created"
    assert Fall.objects.get().place == "kitchen"


@pytest.mark.usefixtures("layout_2")
def test_what_is_no_operation_is_invalid_in_an_old_layout_too() -> None:
    assert outcomes(Program(make_patient().user), None, 7, [], {"spot": 1}, schema=1) == ["invalid"] * 4


@pytest.mark.usefixtures("layout_2")
def test_yours_is_what_the_phone_sent_however_old() -> None:
    program, first = Program(make_patient().user), fell() | {"spot": "kitchen"}
    flush(program, first, schema=1)
    other = first | {"spot": "street"}
    (result,) = flush(program, other, schema=1)
    assert (result["outcome"], result["yours"]) == ("conflict", other)


@pytest.mark.usefixtures("layout_2")
def test_the_app_of_two_layouts_ago_is_asked_to_reload(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layouts, "CURRENT", 3)
    program = Program(make_patient().user)
    for said in ({"schema": 1}, {}):
        answer = program.post("entries/", {"operations": [fell()], **said})
        refused(answer, 422, code="unsupported_schema")
    assert not Fall.objects.exists()
