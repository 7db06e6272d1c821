"""The exact limits and tails, against SciPy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammainc, gammaincc
from scipy.stats import chi2

from logs.domain.poisson import at_least, at_most, exactly, poisson_limits

TOLERANCE = 1e-9
SMALLEST = 1e-290  # near the end of the floats SciPy answers 0 itself


def close(ours: float, theirs: float) -> bool:
    return math.isclose(ours, theirs, rel_tol=TOLERANCE, abs_tol=SMALLEST)


def test_the_limits_of_every_count_that_people_have_are_the_chi_square_ones() -> None:
    count = np.array([*range(1, 5_001), *range(7_500, 100_001, 2_500)])
    low, high = np.array([poisson_limits(int(each)) for each in count]).T
    np.testing.assert_allclose(low, chi2.ppf(0.025, 2 * count) / 2, rtol=TOLERANCE)
    np.testing.assert_allclose(high, chi2.ppf(0.975, 2 * count + 2) / 2, rtol=TOLERANCE)


@settings(max_examples=500)
@given(st.integers(0, 300), st.floats(0.01, 300))
def test_the_tails_of_any_count_are_scipys(count: int, mean: float) -> None:
    assert close(at_least(count, mean), gammainc(count, mean) if count else 1.0)
    assert close(at_most(count, mean), gammaincc(count + 1, mean))


def test_the_tails_of_every_count_are_scipys_for_many_means() -> None:
    """Random ones all over, and those beside the count, where one tail is reckoned from the other."""
    for count in range(301):
        beside = [mean for mean in (count - 1, count - 1e-9, count, count + 1e-9, count + 1) if mean > 0]
        mean = np.array([0.01, 300.0, *beside, *np.random.default_rng().uniform(0.01, 300, 40)])
        ours = np.array([(at_least(count, float(each)), at_most(count, float(each))) for each in mean])
        theirs = np.column_stack([gammainc(count, mean) if count else mean**0, gammaincc(count + 1, mean)])
        np.testing.assert_allclose(ours, theirs, rtol=TOLERANCE, atol=SMALLEST, err_msg=f"{count}: {mean}")


@given(st.integers(0, 300), st.floats(0.01, 300))
def test_the_two_tails_share_exactly_one_count(count: int, mean: float) -> None:
    both = at_least(count, mean) + at_most(count, mean)
    assert math.isclose(both, 1 + exactly(count, mean), rel_tol=TOLERANCE)


def test_no_event_has_a_low_limit_of_zero_and_a_high_one() -> None:
    low, high = poisson_limits(0)
    assert low == 0
    assert close(high, -math.log(0.025))


def test_a_negative_count_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="negative"):
        poisson_limits(-1)


def test_a_count_that_came_before_is_not_reckoned_again() -> None:
    poisson_limits.cache_clear()
    assert {poisson_limits(365) for _ in range(1_000)} == {poisson_limits(365)}
    assert poisson_limits.cache_info().misses == 1
