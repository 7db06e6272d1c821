"""The access walk in a planted copy (tests.mutants): which rules can go without anybody noticing."""

import gc
import os
from collections import defaultdict
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from accounts.questions import Question
from tests.frontend.test_every_address import Asked, everything_asked
from tests.frontend.world import EVERYBODY, World, world
from tests.mutants import switch

__all__ = ["world"]

pytestmark = pytest.mark.django_db


def test_the_walk_misses_no_rule(world: World) -> None:
    """Each request is made once, to see which rules it asks; then, for each rule, those with it taken out."""
    cookies = {who: world.client(who).cookies for who in EVERYBODY}
    asking: dict[int, list[Asked]] = defaultdict(list)
    for asked in chain.from_iterable(everything_asked(who, world) for who in EVERYBODY):
        if asked.due == (405, 302):
            continue
        _forget_made_sql()
        switch.asked.clear()
        assert not list(asked.complaints(world, cookies[asked.who]))
        for number in switch.asked:
            asking[number].append(asked)
    found = []
    for number in range(int(os.environ["RULES"])):
        switch.out[:] = [number]
        _forget_made_sql()
        why = next(
            (line for asked in asking[number] for line in _complaints(asked, world, cookies[asked.who])), ""
        )
        found.append(f"{number}\t{len(asking[number])}\t{why}")
    switch.out.clear()
    Path(os.environ["FOUND"]).write_text("\n".join(found))


def _complaints(asked: Asked, world: World, cookies: object) -> list[str]:
    try:
        return list(asked.complaints(world, cookies))  # type: ignore[arg-type]
    except Exception as error:  # noqa: BLE001 - a page that breaks without its rule was seen, too
        return [f"{asked.who}: {asked.method} {asked.name}: {type(error).__name__}"]


def _forget_made_sql() -> None:
    for question in questions():
        question._made.clear()


@cache
def questions() -> list[Question]:
    """All of them: asked for the first time when the world is made, and with it every page."""
    return [one for one in gc.get_objects() if isinstance(one, Question)]
