"""Exact intervals for a share of days, without SciPy in the web process."""

from functools import lru_cache
from math import exp, lgamma, log, log1p

NEGLIGIBLE = 1e-17  # a further term below this share of the sum does not change a float
# Newton steps from the first guess: enough to the last bits for every share of up to 2,000 days and every
# error from 1e-9 to 0.5 (proved against SciPy in the tests).
STEPS = 12


@lru_cache(maxsize=10_000)
def share_limits(count: int, of: int, *, error: float) -> tuple[float, float]:
    """The exact limits (Clopper & Pearson 1934) of a share `count` of `of`, wrong in `error` of all cases.

    Low is the beta quantile (error/2; x, n - x + 1), high (1 - error/2; x + 1, n - x). Raises ValueError
    where there is no such share.
    """
    if not 0 <= count <= of or of == 0:
        raise ValueError("a share is of at least one day, and of no more than all of them")
    return _low(count, of, error / 2), 1 - _low(of - count, of, error / 2)


def _low(count: int, of: int, tail: float) -> float:
    """The share at which `count` or more of `of` have the probability `tail`.

    Newton on the logarithm of the tail over the log-odds of the share: it is concave there, so that
    whatever the first guess, every later step comes from below and none goes past.
    """
    if count == 0:
        return 0.0
    odds = log((count - 0.5) / (of - count + 0.5))
    for _ in range(STEPS):
        share = 1 / (1 + exp(-odds))
        at_least = log(_sum_from(count, of, exp(odds)))
        # d log P(X >= x) / d odds = x (1 - share) P(X = x) / P(X >= x), with P(X = x) taken out of both
        slope = count * (1 - share) / exp(at_least)
        odds -= (_log_exactly(count, of, odds) + at_least - log(tail)) / slope
    return 1 / (1 + exp(-odds))


def _log_exactly(count: int, of: int, odds: float) -> float:
    """log P(X = count) of a binomial variable whose share has these log-odds."""
    ways = lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
    return ways + count * odds - of * (max(odds, 0.0) + log1p(exp(-abs(odds))))


def _sum_from(count: int, of: int, odds: float) -> float:
    """P(X >= count) / P(X = count)."""
    total = term = 1.0
    for n in range(count, of):
        term *= (of - n) / (n + 1) * odds
        total += term
        if term < NEGLIGIBLE * total:
            break
    return total
