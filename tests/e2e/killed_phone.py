"""Falls tapped on a phone whose browser is killed between the tap and the words that it is saved."""

import os
import random
import signal
import threading
import time
from bisect import bisect_left
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median

from playwright.sync_api import Error as PlaywrightError

from tests.e2e.phone import ALL_SENT
from tests.e2e.watched import WatchedPhone

CLOCK = timedelta(milliseconds=2)  # the phone notes whole milliseconds
NETWORK_TURNS = 0.2  # how often it goes or comes between two falls
TRIES = 6  # to send what waits
PATIENCE = 30  # seconds for one tap
RECENT = 20  # taps whose usual time is that of the next


@dataclass(slots=True)
class Tap:
    """One tap on "I fell". Its fall is the one of this time; `shown` was noted when the words were seen."""

    before: datetime
    after: datetime
    offline: bool
    killed: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What the server holds of the taps."""

    taps: int
    shown: int
    killed: int
    killed_unseen: int
    kept_unseen: int
    lost: int
    doubled: int
    strange: int

    @property
    def wrong(self) -> int:
        return self.lost + self.doubled + self.strange


def tap_under_kills(phone: WatchedPhone, *, falls: int, kills: int, seed: int) -> list[Tap]:
    """Opens the app, taps, is killed or not, again and again, with the network on and off."""
    chance = random.Random(seed)
    doomed = set(chance.sample(range(falls), kills))
    taps: list[Tap] = []
    usual = [0.1]  # seconds from the tap to the words
    offline = False
    for number in range(falls):
        if number - 1 in doomed or chance.random() < NETWORK_TURNS:
            offline = chance.random() < 0.5
            phone.offline(is_so=offline)
        phone.open("/" if chance.random() < 0.7 else "/log/")
        # Half of the killed die at some moment from the tap on, half the moment that the words are seen.
        delay = chance.uniform(0, 1.5 * median(usual[-RECENT:])) if chance.random() < 0.5 else None
        taps.append(_tap(phone, doomed=number in doomed, delay=delay, offline=offline))
        if number in doomed:
            phone.kill()
            phone.start()
        else:
            phone.is_at("Are you hurt?")  # Home leads there, and would take the next page away
            usual.append((phone.moments["words"] - phone.moments["tap"]) / 1000)
    return taps


def send_all(phone: WatchedPhone) -> None:
    phone.offline(is_so=False)
    for more in reversed(range(TRIES)):
        phone.open("/log/#waiting")
        try:
            phone.waits_until(ALL_SENT)
        except AssertionError:
            if not more:
                raise
        else:
            return


def reckon(taps: Sequence[Tap], recorded: Sequence[datetime]) -> Reckoning:
    """Each fall belongs to the tap in whose time it occurred; no two taps have a moment in common."""
    moments = sorted(recorded)
    found = [
        bisect_left(moments, tap.after + CLOCK) - bisect_left(moments, tap.before - CLOCK) for tap in taps
    ]
    return Reckoning(
        taps=len(taps),
        shown=sum(tap.shown for tap in taps),
        killed=sum(tap.killed for tap in taps),
        killed_unseen=sum(not tap.shown for tap in taps),
        kept_unseen=sum(count > 0 and not tap.shown for tap, count in zip(taps, found, strict=True)),
        lost=sum(count == 0 and tap.shown for tap, count in zip(taps, found, strict=True)),
        doubled=sum(count > 1 for count in found),
        strange=len(moments) - sum(found),
    )


def _tap(phone: WatchedPhone, *, doomed: bool, delay: float | None, offline: bool) -> Tap:
    """The delay counts from the tap; without one the words that are seen are the last thing that is."""
    kill = partial(_kill, list(phone.processes()) if doomed else [])
    timer = threading.Timer(delay or 0, kill)
    phone.at = {} if not doomed else {"words": kill} if delay is None else {"tap": timer.start}
    phone.moments.clear()
    before = datetime.now(UTC)
    last = time.monotonic() + PATIENCE
    # A killed browser answers nothing.
    with suppress(PlaywrightError):
        phone.button("I fell").click()
        while doomed or "words" not in phone.moments:
            assert time.monotonic() < last, f"neither saved nor killed: {phone.page.inner_text('main')}"
            phone.page.wait_for_timeout(2)
    if timer.is_alive():
        timer.join()
    return Tap(before, datetime.now(UTC), offline, doomed, "words" in phone.moments)


def _kill(processes: Sequence[int]) -> None:
    for pid in processes:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
