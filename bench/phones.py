"""Phones that log falls as ours do: on the disk first, sent in batches, kept until the server named them."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.load import fall
from launch.ports import HOST

# As in frontend/static/frontend/js/phone/sending.js.
AT_ONCE = 50
PATIENCE = 15.0  # seconds for one answer
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0  # seconds
RECORDED = {"created", "changed", "already_recorded"}

ANSWERS_LOST = 0.1
CHANGES_HANDS = 0.05  # of a phone that two people share, between the question whose it is and the entries


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who is signed in on a phone."""

    public_id: str
    session: str


class NoAnswer(Exception):
    """None came, or none of ours, or it got lost."""


class Phone(threading.Thread):
    """Logs what it shall, and sends until nothing waits. Its owners use it in turn."""

    def __init__(self, folder: Path, owners: Sequence[Owner], port: int, *, seed: int) -> None:
        super().__init__(daemon=True)
        self.outbox = folder / "outbox"
        self.outbox.mkdir(parents=True)
        self.diary = (folder / "made").open("a")  # what it ever made, and whose it is
        self.owners, self.port, self.chance = owners, port, random.Random(seed)
        self.holder = self.falls = 0
        self.every = 0.0
        self.made = self.tries = self.refused = 0
        self.not_before = 0.0
        self.told: Counter[str] = Counter()

    def shall_log(self, falls: int, *, seconds: float) -> None:
        self.falls, self.every = falls, seconds / falls

    @property
    def owner(self) -> Owner:
        return self.owners[self.holder]

    def run(self) -> None:
        next_fall = time.monotonic()
        while self.made < self.falls or self.waiting():
            if self.made < self.falls and time.monotonic() >= next_fall:
                self.log_a_fall()
                next_fall += self.every
            if self.chance.random() < 0.1:
                self.change_hands()
            if time.monotonic() >= self.not_before:
                self.send()
            time.sleep(0.05)

    def waiting(self) -> list[Path]:
        return sorted(self.outbox.glob("*.json"))

    def log_a_fall(self) -> None:
        operation = {"type": "fall", **json.loads(fall())}
        self.made += 1
        file = self.outbox / f"{self.made:06}.json"
        unfinished = file.with_suffix(".unfinished")
        unfinished.write_text(json.dumps({"owner": self.owner.public_id, "operation": operation}))
        unfinished.rename(file)
        self.diary.write(f"{operation['entry_id']} {self.owner.public_id}\n")
        self.diary.flush()

    def change_hands(self) -> None:
        self.holder = (self.holder + 1) % len(self.owners)

    def send(self) -> None:
        kept = {file: json.loads(file.read_text()) for file in self.waiting()}
        theirs = {file: one for file, one in kept.items() if one["owner"] == self.owner.public_id}
        batch = dict(list(theirs.items())[:AT_ONCE])
        if not batch:
            return
        try:
            results = self.post([one["operation"] for one in batch.values()])
        except NoAnswer as why:
            self.told[str(why)] += 1
            self.tries += 1
            self.not_before = time.monotonic() + self.chance.random() * min(
                LONGEST_PAUSE, FIRST_PAUSE * 2**self.tries
            )
            return
        self.tries = 0
        outcomes = {result["op_id"]: result["outcome"] for result in results}
        for file, one in batch.items():
            outcome = outcomes.get(one["operation"]["entry_id"])
            self.told[str(outcome)] += 1
            if outcome in RECORDED:
                file.unlink()
            elif outcome is not None:
                self.refused += 1
                file.rename(file.with_suffix(".refused"))

    def post(self, operations: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
        """What the server says of each."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            session = self.ask(connection, "GET", "/api/v1/session/", {})
            owner, token = session["owner"], session["csrf_token"]
            if self.chance.random() < CHANGES_HANDS:
                self.change_hands()
            batch = {"owner": owner, "operations": operations}
            answer = self.ask(
                connection, "POST", "/api/v1/entries/", {"X-CSRFToken": token}, batch, csrf=token
            )
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NoAnswer(type(error).__name__) from error
        finally:
            connection.close()
        return list(answer["results"])

    def ask(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        headers: dict[str, str],
        content: object = None,
        *,
        csrf: str = "",
    ) -> Any:  # noqa: ANN401 - JSON
        body = None if content is None else json.dumps(content)
        cookies = f"sessionid={self.owner.session}; csrftoken={csrf}"
        connection.request(
            method, path, body, {"Content-Type": "application/json", "Cookie": cookies, **headers}
        )
        is_lost = method == "POST" and self.chance.random() < ANSWERS_LOST
        if is_lost and self.chance.random() < 0.5:
            raise NoAnswer("lost")  # it hangs up before there is one
        answer = connection.getresponse()
        told = answer.read()
        if is_lost:
            raise NoAnswer("lost")
        if answer.status != 200:
            raise NoAnswer(str(answer.status))
        return json.loads(told)


def drain(phones: Sequence[Phone], *, patience: float) -> None:
    last = time.monotonic() + patience
    for phone in phones:
        phone.join(max(0.0, last - time.monotonic()))
        with suppress(ValueError):
            phone.diary.flush()
