"""Posts falls over kept connections for some seconds, and prints how many were taken.

Usage: python -m bench.load PORT SECONDS CONNECTIONS < TOKENS
"""

import http.client
import json
import random
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from uuid import uuid4

DAYS = 29  # the diaries of the bench are a day older


def fall() -> bytes:
    """A fall of the last weeks about which nearly everything was answered: nobody falls all day long."""
    now = (datetime.now(UTC) - timedelta(minutes=random.randrange(DAYS * 24 * 60))).isoformat()
    return json.dumps(
        {
            "entry_id": str(uuid4()),
            "kind": "fall",
            "occurred_at": now,
            "made_at": now,
            "time_zone": "Europe/Berlin",
            "precision": "exact",
            "landed_on_floor": True,
            "place": "bathroom",
            "activity": "turning",
            "mechanisms": ["slipped", "lost_balance"],
            "triggers": ["wet_floor", "hurry"],
            "symptoms": ["fatigue"],
            "aids_in_use": ["cane"],
            "footwear": "socks",
            "landing": "side_or_hip",
            "head_strike": "no",
            "injuries": ["bruise"],
            "care": ["self_care"],
            "got_up": "alone",
            "minutes_on_floor": "1_to_10",
            "note": "Turned too fast beside the basin.",
        }
    ).encode()


def post(port: int, tokens: Iterator[str], until: float, taken: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    while time.monotonic() < until:
        headers = {"Authorization": f"Token {next(tokens)}", "Content-Type": "application/json"}
        connection.request("POST", "/api/v1/falls/", fall(), headers)
        answer = connection.getresponse()
        answer.read()
        taken.append(answer.status)


def main(port: int, seconds: float, connections: int) -> None:
    tokens = cycle(sys.stdin.read().split())
    taken: list[int] = []
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=post, args=(port, tokens, until, taken)) for _connection in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong = [status for status in taken if status != 201]
    if wrong:
        raise SystemExit(f"{len(wrong)} of {len(taken)} falls were not taken: {set(wrong)}")
    print(len(taken))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
