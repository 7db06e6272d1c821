"""Whether the time of an answer tells if an address has an account: 200 alternating tries of each, by rank.

Sign-in, forgotten password and joining, each for an address that has an account and for one that nobody has.
"""

import random
import time
from typing import TYPE_CHECKING

from scipy.stats import mannwhitneyu

from bench.figures import Figure
from bench.system import prepare

if TYPE_CHECKING:
    from django.test import Client

TRIES = 200  # of each kind
# Three doors are looked at: together they cry wolf once in a hundred runs.
FLOOR = 0.01 / 3
KNOWN, PASSWORD = "known@example.org", "a door made of oak"


def measure(size: int | None) -> Figure:
    prepare()
    from allauth.account.models import EmailAddress
    from django.conf import settings
    from django.core.cache import cache
    from django.db import transaction
    from django.test import Client

    from accounts.models import User

    settings.ACCOUNT_RATE_LIMITS = False
    user = User.objects.create_user(KNOWN, PASSWORD)
    EmailAddress.objects.create(user=user, email=KNOWN, primary=True, verified=True)
    doors = {
        "sign-in": ("/sign-in/", {"password": "not the password"}, "login"),
        "forgotten password": ("/password/forgotten/", {}, "email"),
        "joining": ("/join/", {"password1": "a gate made of ash", "name": "Anna"}, "email"),
    }
    least = 1.0
    for name, (address, fields, field) in doors.items():
        took: dict[bool, list[float]] = {True: [], False: []}
        for number in range((size or TRIES) + 10):
            for known in random.sample((True, False), 2):
                typed = KNOWN if known else f"n{number:04}@example.org"
                cache.clear()
                with transaction.atomic():
                    seconds = _time(Client(), address, {**fields, field: typed})
                    transaction.set_rollback(True)
                if number >= 10:  # templates are compiled, connections open
                    took[known].append(seconds)
        p = float(mannwhitneyu(took[True], took[False]).pvalue)
        middle = {known: sorted(each)[len(each) // 2] * 1000 for known, each in took.items()}
        print(f"{name}: known {middle[True]:.2f} ms, unknown {middle[False]:.2f} ms, p = {p:.3f}", flush=True)
        least = min(least, p)
    return Figure("signin", least, "least-p", FLOOR, at_least=True)


def _time(client: "Client", address: str, typed: dict[str, str]) -> float:
    began = time.perf_counter()
    answer = client.post(address, typed)
    seconds = time.perf_counter() - began
    if answer.status_code not in (200, 302, 422):
        raise SystemExit(f"{address} answered {answer.status_code}, so there is nothing to measure.")
    return seconds
