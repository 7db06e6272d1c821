"""Exact ranges and p, against SciPy; the correction against its definition."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, binomtest, fisher_exact

from patterns.domain.comparing import compare, fisher_p, holm
from patterns.domain.counting import DayCounts, Factor, Group, Rule
from patterns.domain.intervals import share_limits

FACTOR = Factor(group=Group.TRIGGER, code="hurry", rule=Rule.NAMED)


def counts(with_fall: int, falls: int, with_other: int, others: int) -> DayCounts:
    return DayCounts(
        factor=FACTOR,
        fall_days=falls,
        fall_days_with=with_fall,
        other_days=others,
        other_days_with=with_other,
    )


SHARES = st.integers(1, 2_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
TABLES = st.tuples(SHARES, SHARES).map(lambda both: counts(*both[0], *both[1]))


@settings(max_examples=500)
@given(SHARES, st.floats(1e-9, 0.5))
def test_the_limits_of_any_share_are_scipys_beta_quantiles(share: tuple[int, int], error: float) -> None:
    count, of = share
    low, high = share_limits(count, of, error=error)
    assert low == pytest.approx(
        beta.ppf(error / 2, count, of - count + 1) if count else 0, rel=1e-8, abs=1e-14
    )
    expected = beta.ppf(1 - error / 2, count + 1, of - count) if count < of else 1
    assert high == pytest.approx(expected, rel=1e-8)


def test_the_limits_of_all_small_shares_are_those_of_scipys_exact_interval() -> None:
    for of in range(1, 61):
        for count in range(of + 1):
            theirs = binomtest(count, of).proportion_ci(confidence_level=0.95, method="exact")
            assert share_limits(count, of, error=0.05) == pytest.approx((theirs.low, theirs.high), rel=1e-9)


def test_six_of_twelve_days_are_between_21_and_79_in_a_hundred() -> None:
    assert share_limits(6, 12, error=0.05) == pytest.approx((0.211, 0.789), abs=5e-4)


@pytest.mark.parametrize(("count", "of"), [(0, 0), (3, 2), (-1, 4)])
def test_a_share_that_is_none_is_a_mistake_of_ours(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="share"):
        share_limits(count, of, error=0.05)


@settings(max_examples=300)
@given(TABLES)
def test_p_is_scipys_fisher_test_of_both_sides(table: DayCounts) -> None:
    rows = [
        [table.fall_days_with, table.fall_days - table.fall_days_with],
        [table.other_days_with, table.other_days - table.other_days_with],
    ]
    assert fisher_p(table) == pytest.approx(fisher_exact(rows).pvalue, rel=1e-6, abs=1e-200)


@given(st.lists(st.floats(0, 1), max_size=7))
def test_holms_p_is_that_of_the_closed_test_it_stands_for(ps: list[float]) -> None:
    """The highest of Bonferroni's p over every set that holds it: what Holm's steps shorten."""
    sets = [chosen for size in range(1, len(ps) + 1) for chosen in combinations(range(len(ps)), size)]
    expected = [
        max(min(1.0, len(chosen) * min(ps[n] for n in chosen)) for chosen in sets if place in chosen)
        for place in range(len(ps))
    ]
    assert holm(ps) == pytest.approx(expected)


def test_each_range_is_wider_the_more_things_are_looked_at() -> None:
    (alone,) = compare([counts(6, 12, 9, 45)])
    first, *_rest = compare([counts(6, 12, 9, 45)] * 5)
    assert (alone.of, first.of) == (1, 5)
    assert alone.fall_days_range == share_limits(6, 12, error=0.025)
    assert first.fall_days_range == share_limits(6, 12, error=0.005)
    assert first.other_days_range == share_limits(9, 45, error=0.005)
    assert first.p == alone.p == alone.p_holm
    assert first.p_holm == pytest.approx(5 * first.p)


def test_what_has_too_few_days_or_was_never_there_is_not_compared() -> None:
    assert compare([counts(1, 9, 1, 45), counts(0, 12, 0, 45)]) == []
    (one,) = compare([counts(1, 9, 1, 45), counts(0, 12, 0, 45), counts(1, 12, 0, 45)])
    assert one.of == 1
