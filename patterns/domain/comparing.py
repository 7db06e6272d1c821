"""Fall days beside other days, with what chance alone does when many things are looked at at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from patterns.domain.counting import DayCounts
from patterns.domain.intervals import share_limits

# All ranges of a page hold together in 95 of 100 diaries.
ERROR = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One factor among `of`: exact ranges of both shares, and how often chance alone parts them so far."""

    counts: DayCounts
    of: int
    fall_days_range: tuple[float, float]
    other_days_range: tuple[float, float]
    p: float
    p_holm: float


def compare(counts: Sequence[DayCounts]) -> list[Compared]:
    """The factors with enough days that were there at least once, corrected for how many they are.

    Ranges: Clopper & Pearson, each of the 2 m at 1 - 0.05 / 2 m (Bonferroni; Dunn 1961). p: Fisher's
    exact test of both sides, adjusted by Holm (1979), which holds however the factors hang together. What
    was never there needs no room in it: its p is 1 whatever the falls were (Tarone 1990).
    """
    looked_at = [one for one in counts if one.is_enough and one.was_ever_there]
    ps = [fisher_p(one) for one in looked_at]
    error = ERROR / (2 * len(looked_at)) if looked_at else ERROR
    return [
        Compared(
            counts=one,
            of=len(looked_at),
            fall_days_range=share_limits(one.fall_days_with, one.fall_days, error=error),
            other_days_range=share_limits(one.other_days_with, one.other_days, error=error),
            p=p,
            p_holm=adjusted,
        )
        for one, p, adjusted in zip(looked_at, ps, holm(ps), strict=True)
    ]


def fisher_p(counts: DayCounts) -> float:
    """Fisher's exact p of both sides: all tables that are no likelier than this one.

    Counted in whole numbers, so that equally likely tables are equal.
    """
    falls, others = counts.fall_days, counts.other_days
    there = counts.fall_days_with + counts.other_days_with
    ways = {
        n: comb(falls, n) * comb(others, there - n)
        for n in range(max(0, there - others), min(falls, there) + 1)
    }
    seen = ways[counts.fall_days_with]
    return sum(way for way in ways.values() if way <= seen) / sum(ways.values())


def holm(ps: Sequence[float]) -> list[float]:
    """The p of each, adjusted by Holm's steps (1979), in the order in which they came."""
    adjusted = [0.0] * len(ps)
    highest = 0.0
    for turn, place in enumerate(sorted(range(len(ps)), key=lambda place: ps[place])):
        highest = max(highest, min(1.0, (len(ps) - turn) * ps[place]))
        adjusted[place] = highest
    return adjusted
