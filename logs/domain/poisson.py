"""Exact Poisson tails and limits, without SciPy in the web process."""

from functools import lru_cache
from math import exp, lgamma, log, sqrt

TAIL = 0.025  # each side of a 95% interval, and of the test that agrees with it
Z = 1.959963984540054  # normal quantile of 1 - TAIL, for the first guess only

# Newton steps from the first guess: five reach the last bit for every count up to 100,000
# (proved against SciPy in the tests), the sixth is for good measure.
STEPS = 6
NEGLIGIBLE = 1e-17  # a further term below this share of the sum does not change a float


@lru_cache(maxsize=10_000)
def poisson_limits(count: int) -> tuple[float, float]:
    """The exact 95% limits (Garwood 1936) for the mean of a Poisson count.

    Low is chi2(0.025, 2x)/2, and 0 for no event; high is chi2(0.975, 2x + 2)/2. They depend on
    the count only (exposure just divides them), so the cache is the whole table. Raises
    ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("a count cannot be negative")
    return _low(count) if count else 0.0, _high(count)


def at_least(count: int, mean: float) -> float:
    """P(X >= count) of a Poisson variable with that mean (> 0); count >= 0."""
    if count == 0:
        return 1.0
    if count <= mean:
        return 1 - at_most(count - 1, mean)
    total = term = 1.0
    n = count
    while term > NEGLIGIBLE * total:  # upwards from count, each term smaller than the last
        n += 1
        term *= mean / n
        total += term
    return exactly(count, mean) * total


def at_most(count: int, mean: float) -> float:
    """P(X <= count) of a Poisson variable with that mean (> 0); count >= 0."""
    if count > mean:
        return 1 - at_least(count + 1, mean)
    total = term = 1.0
    n = count
    while term > NEGLIGIBLE * total:  # downwards from count; the term at -1 is 0
        term *= n / mean
        total += term
        n -= 1
    return exactly(count, mean) * total


def exactly(count: int, mean: float) -> float:
    """P(X = count) of a Poisson variable with that mean (> 0); count >= 0."""
    return exp(count * log(mean) - mean - lgamma(count + 1))


# Both tails are log-concave in the mean, so each Newton step on the logarithm lands on the
# side where the next ones approach the limit without passing it: no bracket is needed. The
# first guess is Wilson & Hilferty's (1931).


def _low(count: int) -> float:
    mean = count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3
    for _ in range(STEPS):
        tail = at_least(count, mean)
        mean -= log(tail / TAIL) * tail / exactly(count - 1, mean)
    return mean


def _high(count: int) -> float:
    n = count + 1
    mean = n * (1 - 1 / (9 * n) + Z / (3 * sqrt(n))) ** 3
    for _ in range(STEPS):
        tail = at_most(count, mean)
        mean += log(tail / TAIL) * tail / exactly(count, mean)
    return mean
