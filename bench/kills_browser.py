"""Falls shown as saved that are lost, or there twice, when the browser is killed in the middle of the tap."""

import os
import time

from bench.figures import Figure
from bench.phone import phone_of
from bench.system import prepare, serve
from launch.ports import HOST, free_port

FALLS = 500
FALLS_A_KILL = 10
SEED = 1


def measure(size: int | None) -> Figure:
    falls = size or FALLS
    port = free_port(preferred=None)
    folder = prepare(redis=True, origin=f"http://{HOST}:{port}")
    from logs.models import Fall
    from tests.e2e.killed_phone import reckon, send_all, tap_under_kills
    from tests.people import make_patient

    patient = make_patient()
    server = serve(folder, port)
    try:
        with phone_of(patient.user, folder, port) as phone:
            began = time.monotonic()
            kills = max(1, falls // FALLS_A_KILL)
            taps = tap_under_kills(phone, falls=falls, kills=kills, seed=int(os.environ.get("SEED", SEED)))
            seconds = time.monotonic() - began
            send_all(phone)
    finally:
        server.terminate()
        server.wait(timeout=20)
    recorded = list(Fall.objects.filter(patient=patient).values_list("occurred_at", flat=True))
    found = reckon(taps, recorded)
    print(
        f"{found.taps} taps in {seconds:.0f} s, {sum(tap.offline for tap in taps)} without a network, "
        f"{found.killed} browsers killed, {found.killed_unseen} of them before the words were seen "
        f"({found.kept_unseen} of these falls are there all the same)\n"
        f"{found.shown} shown as saved: {found.lost} lost, {found.doubled} there twice; "
        f"{found.strange} falls of no tap",
        flush=True,
    )
    return Figure("kills-browser", found.wrong, "falls", 0)
