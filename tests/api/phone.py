"""A phone with an outbox: operations, and what the server says to each."""

from typing import Any
from uuid import uuid4

from tests.api.client import Program, a_fall

Operation = dict[str, Any]


def fell(**more: object) -> Operation:
    return {"type": "fall", **a_fall(**more)}  # type: ignore[arg-type]


def about(entry: Operation, kind: str, **more: object) -> Operation:
    """An operation of that type on an entry that was sent before."""
    return {"type": kind, "op_id": str(uuid4()), "entry_id": entry["entry_id"], **more}


def flush(program: Program, *operations: object, **envelope: object) -> list[Operation]:
    answer = program.post("entries/", {"operations": operations, **envelope})
    assert answer.status == 200
    results: list[Operation] = answer.json["results"]
    return results


def outcomes(program: Program, *operations: object, **envelope: object) -> list[str]:
    return [result["outcome"] for result in flush(program, *operations, **envelope)]
