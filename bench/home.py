"""CPU that one request of Home takes on the server, for a patient with two years of diary."""

import gc
import time
from typing import TYPE_CHECKING

from bench.figures import ROUNDS, Figure, show
from bench.system import demo_patient, prepare

if TYPE_CHECKING:
    from django.test import Client

FLOOR = 8.0  # ms
REQUESTS = 60  # a round


def measure(_size: int | None) -> Figure:
    prepare()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    patient = demo_patient(months=24)
    client = Client()
    client.force_login(patient.user)
    for _ in range(10):  # templates are compiled, connections open
        client.get("/")
    answer = client.get("/")
    if answer.status_code != 200:
        raise SystemExit(f"Home answered {answer.status_code}, so there is nothing to measure.")
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    print(f"{len(queries)} queries, {patient.diary_days.count()} diary days, {patient.falls.count()} falls")
    # An address that is not there costs what every request costs: routing, headers, an error page.
    show("an address that is not there", [_cpu(client, "/no-such-page/") for _ in range(ROUNDS)], "ms")
    return Figure("home", show("Home", [_cpu(client, "/") for _ in range(ROUNDS)], "ms"), "ms", FLOOR)


def _cpu(client: "Client", address: str) -> float:
    """Milliseconds of this process for one request, the database's own work not included."""
    gc.collect()
    before = time.process_time()
    for _ in range(REQUESTS):
        client.get(address)
    return (time.process_time() - before) * 1000 / REQUESTS
