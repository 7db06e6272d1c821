"""Falls that are lost, there twice, or in somebody else's diary, while everything dies.

20 phones keep what they log on the disk until the server has named it, and lose one answer in ten. SIZE falls
(10000), KILLS (200), SEED, and SEEDS runs (1) of as many seeds from SEED on.
"""

import time
from collections import Counter
from pathlib import Path

from bench.figures import Figure
from bench.killing import LEAST_PAUSE, MOST_PAUSE, WORKERS, System, ask, install, option
from bench.phones import Owner, Phone, drain
from bench.system import session_of, until_it_listens

FALLS = 10_000
KILLS = 200
SEED = 1
PHONES = 20
SHARED = 4  # every fourth phone is two people's
DRAINED = 60.0  # seconds after the last kill
PATIENCE = 600.0


def measure(size: int | None) -> Figure:
    system = install(mail=["smtp://127.0.0.1:1"] * WORKERS)  # nobody is promised a mail
    first = option("SEED", SEED)
    found = [_run(system, size or FALLS, seed=seed) for seed in range(first, first + option("SEEDS", 1))]
    drained, wrong = max(one for one, _wrong in found), sum(wrong for _drained, wrong in found)
    if not wrong and drained > DRAINED:
        return Figure("kills-falls", drained, "s", DRAINED)
    return Figure("kills-falls", wrong, "falls", 0)


def _run(system: System, falls: int, *, seed: int) -> tuple[float, int]:
    """Seconds until the phones had nothing left to send, and how many falls are not as they were logged."""
    kills = option("KILLS", KILLS)
    folder = system.folder / f"phones-{seed}"
    seconds = kills * (LEAST_PAUSE + MOST_PAUSE) / 2
    phones = []
    for number in range(PHONES):
        phone = Phone(folder / str(number), _owners(number), system.port, seed=seed * PHONES + number)
        phone.shall_log(falls // PHONES, seconds=seconds)
        phones.append(phone)
    system.kills.clear()
    system.start()
    until_it_listens(system.port)
    for phone in phones:
        phone.start()
    system.kill_for_a_while(kills, seed=seed)
    last_kill = time.monotonic()
    drain(phones, patience=PATIENCE)
    drained = time.monotonic() - last_kill
    lost, doubled, strange = ask(lambda: reckon(folder))
    refused = sum(phone.refused for phone in phones)
    said = sum((phone.told for phone in phones), Counter())
    print(f"seed {seed}; {system.said()}")
    made = sum(phone.made for phone in phones)
    print(
        f"{made} falls by {PHONES} phones, drained {drained:.0f} s after the last kill: "
        f"{lost} lost, {doubled} there twice, {strange} in another diary, {refused} refused\n"
        f"what the phones were told: {dict(said.most_common())}",
        flush=True,
    )
    system.stop()
    return drained, lost + doubled + strange + refused


def _owners(phone: int) -> list[Owner]:
    from tests.people import make_patient

    users = [ask(make_patient).user for _ in range(2 if phone % SHARED == 0 else 1)]
    return [Owner(str(user.public_id), session_of(user)) for user in users]


def reckon(folder: Path) -> tuple[int, int, int]:
    """Lost, there twice, in another diary: what the phones wrote down beside what the database holds."""
    from django.db.models import Q

    from logs.models import Fall

    made = dict(line.split() for file in folder.glob("*/made") for line in file.read_text().splitlines())
    theirs = Q(patient__user__public_id__in=set(made.values()))
    rows = Fall.objects.filter(theirs | Q(entry_id__in=made.keys()))
    kept = [
        (str(entry), str(owner)) for entry, owner in rows.values_list("entry_id", "patient__user__public_id")
    ]
    diaries = Counter(entry for entry, _owner in kept)
    lost = len(made.keys() - diaries.keys())
    doubled = sum(count > 1 for count in diaries.values())
    return lost, doubled, sum(made.get(entry) != owner for entry, owner in kept)
