"""How often something is tried, and how long is waited between."""

from collections.abc import Callable
from datetime import timedelta

MOST = 8  # the last one about two hours after the first
LONGEST = timedelta(minutes=64)


def wait_after(tries: int, *, chance: Callable[[], float]) -> timedelta:
    """After one try a minute, then two, four ... each up to half as long again, so that not all come at once.

    `chance` is from 0 to 1.
    """
    doubled = timedelta(minutes=2 ** min(tries - 1, 6))
    return min(doubled, LONGEST) * (1 + chance() / 2)
