"""A program that talks to the JSON door with somebody's token."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from accounts.domain.vocabulary import TokenScope
from accounts.models import User
from accounts.services.tokens import make_token

API = "/api/v1/"


class Program:
    """Asks as one account, or as nobody."""

    def __init__(self, account: User | None = None, *, scope: TokenScope = TokenScope.WRITE) -> None:
        self.headers: dict[str, str] = {}
        if account is not None:
            made = make_token(account=account, name="a program", scope=scope, now=timezone.now())
            self.headers["Authorization"] = f"Token {made.key}"

    def get(self, path: str, **query: Any) -> "Answer":
        return Answer(Client().get(API + path, query, headers=self.headers))

    def send(self, method: str, path: str, content: object = None) -> "Answer":
        return self.send_raw(method, path, json.dumps({} if content is None else content).encode())

    def send_raw(
        self, method: str, path: str, content: bytes, content_type: str = "application/json", **headers: str
    ) -> "Answer":
        return Answer(
            Client().generic(
                method, API + path, content, content_type=content_type, headers={**self.headers, **headers}
            )
        )

    def post(self, path: str, content: object = None) -> "Answer":
        return self.send("POST", path, content)

    def put(self, path: str, content: object = None) -> "Answer":
        return self.send("PUT", path, content)

    def patch(self, path: str, content: object = None) -> "Answer":
        return self.send("PATCH", path, content)

    def delete(self, path: str, content: object = None) -> "Answer":
        return self.send("DELETE", path, content)


class Answer:
    """A status and what JSON came with it."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status = response.status_code

    @property
    def json(self) -> Any:
        return json.loads(self.response.content)

    @property
    def code(self) -> str:
        return str(self.json["code"])

    @property
    def fields(self) -> dict[str | None, str]:
        """The code of each field that was refused."""
        return {error["field"]: error["code"] for error in self.json["errors"]}


def a_fall(at: datetime | None = None, **more: object) -> dict[str, Any]:
    """A fall as a program sends it."""
    at = at or timezone.now()
    told: Mapping[str, object] = {"entry_id": str(uuid4()), "kind": "fall", "occurred_at": at.isoformat()}
    return {**told, **more}
