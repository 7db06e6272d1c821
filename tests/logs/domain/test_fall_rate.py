"""The monthly rate: the numbers of the method page, and when there is none."""

import math
import random
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaincinv, pdtr, pdtrc

from logs.domain.rates import DAYS_PER_MONTH, METHOD, Counts, FallRate, fall_rate, headline
from logs.domain.vocabulary import AgainstPopulation, WhyNoRate, WindowKind
from logs.domain.windows import Month, windows_ending


def counts(falls: int = 0, observed: int = 30, enrolled: int | None = None) -> Counts:
    return Counts(
        falls=falls,
        rated_falls=falls if observed else 0,
        injurious_falls=0,
        near_falls=0,
        observed_days=observed,
        enrolled_days=observed if enrolled is None else enrolled,
        excluded_days=0,
    )


def rate(falls: int, observed: int, enrolled: int | None = None, baseline: float = 1.0) -> FallRate:
    return fall_rate(counts(falls, observed, enrolled), population_baseline=baseline)


def rounded(result: FallRate) -> tuple[float, float, float]:
    assert result.rate is not None
    assert result.rate_low is not None
    assert result.rate_high is not None
    return round(result.rate, 2), round(result.rate_low, 2), round(result.rate_high, 2)


@pytest.mark.parametrize(
    ("days", "falls", "expected"),
    [
        (28, 0, (0, 0, 4.01)),
        (28, 1, (1.09, 0.03, 6.06)),
        (28, 2, (2.17, 0.26, 7.85)),
        (28, 3, (3.26, 0.67, 9.53)),
        (28, 6, (6.52, 2.39, 14.20)),
        (28, 12, (13.04, 6.74, 22.79)),
    ],
)
def test_a_rate_on_28_days_is_the_one_of_the_table(
    days: int, falls: int, expected: tuple[float, float, float]
) -> None:
    assert rounded(rate(falls, days)) == expected


@pytest.mark.parametrize(
    ("months", "falls", "expected"),
    [
        (1, 0, (0, 0, 3.69)),
        (1, 1, (1.00, 0.03, 5.57)),
        (1, 2, (2.00, 0.24, 7.22)),
        (1, 6, (6.00, 2.20, 13.06)),
        (3, 0, (0, 0, 1.23)),
        (3, 3, (1.00, 0.21, 2.92)),
        (3, 12, (4.00, 2.07, 6.99)),
        (12, 0, (0, 0, 0.31)),
        (12, 12, (1.00, 0.52, 1.75)),
    ],
)
def test_a_rate_on_whole_months_is_the_one_of_the_table(
    months: int, falls: int, expected: tuple[float, float, float]
) -> None:
    # Only 4 years hold a whole number of days and of months, so scale the answer: rate and
    # limits depend on the days by division alone.
    days = 1461  # 48 months
    result = rate(falls, days)
    assert days / DAYS_PER_MONTH == 48
    assert result.rate is not None
    assert result.rate_low is not None
    assert result.rate_high is not None
    scaled = (result.rate, result.rate_low, result.rate_high)
    assert tuple(round(value * 48 / months, 2) for value in scaled) == expected


def verdict(falls: int, months: int) -> AgainstPopulation:
    """The verdict on so many months of a baseline of 1, as exactly as days allow.

    The baseline is scaled so that the expected falls are `months` exactly.
    """
    days = 365
    return rate(falls, days, baseline=months * DAYS_PER_MONTH / days).against_population


@pytest.mark.parametrize(("months", "falls"), [(1, 4), (2, 6), (3, 8), (6, 12), (12, 20)])
def test_above_needs_so_many_falls(months: int, falls: int) -> None:
    assert verdict(falls, months) is AgainstPopulation.ABOVE
    assert verdict(falls - 1, months) is AgainstPopulation.NOT_DISTINGUISHABLE


@pytest.mark.parametrize(("months", "falls"), [(4, 0), (6, 1), (12, 5)])
def test_below_needs_so_few_falls(months: int, falls: int) -> None:
    assert verdict(falls, months) is AgainstPopulation.BELOW
    assert verdict(falls + 1, months) is AgainstPopulation.NOT_DISTINGUISHABLE


@pytest.mark.parametrize("months", [1, 2, 3])
def test_below_is_impossible_before_four_months(months: int) -> None:
    assert verdict(0, months) is AgainstPopulation.NOT_DISTINGUISHABLE


@pytest.mark.parametrize(("days", "falls"), [(31, 4), (61, 6), (92, 8), (183, 12), (365, 20)])
def test_above_needs_the_same_falls_on_calendar_months(days: int, falls: int) -> None:
    assert rate(falls, days).against_population is AgainstPopulation.ABOVE
    assert rate(falls - 1, days).against_population is AgainstPopulation.NOT_DISTINGUISHABLE


@settings(max_examples=500)
@given(st.integers(0, 3_000), st.integers(21, 366), st.floats(0.05, 20))
def test_any_rate_is_scipys(falls: int, days: int, baseline: float) -> None:
    assert_scipys_rate(falls, days, baseline)


def test_ten_thousand_rates_are_scipys() -> None:
    """Random ones without the search for a smallest case, which takes far longer than the rates."""
    chance = random.Random()
    for _ in range(10_000):
        most = chance.choice((3, 30, 300, 3_000))
        assert_scipys_rate(chance.randint(0, most), chance.randint(21, 366), chance.uniform(0.05, 20))


def assert_scipys_rate(falls: int, days: int, baseline: float) -> None:
    result = rate(falls, days, baseline=baseline)
    months = days / DAYS_PER_MONTH
    # chi2.ppf(p, 2x) / 2 is gammaincinv(x, p), ten times faster for one value.
    expected = (
        falls / months,
        gammaincinv(falls, 0.025) / months if falls else 0.0,
        gammaincinv(falls + 1, 0.975) / months,
    )
    found = (result.rate, result.rate_low, result.rate_high)
    case = f"{falls} falls in {days} days, baseline {baseline}"
    for ours, theirs in zip(found, expected, strict=True):
        assert ours is not None, case
        assert math.isclose(ours, theirs, rel_tol=1e-9), case
    assert result.against_population is scipys_verdict(falls, baseline * months), case


def scipys_verdict(falls: int, expected: float) -> AgainstPopulation:
    if falls and pdtrc(falls - 1, expected) <= 0.025:
        return AgainstPopulation.ABOVE
    if pdtr(falls, expected) <= 0.025:
        return AgainstPopulation.BELOW
    return AgainstPopulation.NOT_DISTINGUISHABLE


@given(st.integers(0, 100), st.integers(21, 366), st.floats(0.05, 20))
def test_the_verdict_is_the_intervals_own(falls: int, days: int, baseline: float) -> None:
    result = rate(falls, days, baseline=baseline)
    assert result.rate_low is not None
    assert result.rate_high is not None
    inside = result.rate_low < baseline < result.rate_high
    assert inside == (result.against_population is AgainstPopulation.NOT_DISTINGUISHABLE)


def assert_no_rate(result: FallRate, why: WhyNoRate) -> None:
    assert (result.rate, result.rate_low, result.rate_high) == (None, None, None)
    assert result.why_no_rate is why
    assert result.against_population is AgainstPopulation.NOT_ENOUGH_DIARY


def test_no_diary_at_all_gives_no_rate_no_coverage_and_no_floor() -> None:
    result = rate(2, 0, 0)
    assert_no_rate(result, WhyNoRate.NO_DIARY)
    assert (result.coverage, result.rate_floor) == (None, None)
    assert result.counts.falls == 2


def test_a_month_of_silence_has_a_coverage_of_zero_and_still_no_rate() -> None:
    result = rate(1, 0, 30)
    assert_no_rate(result, WhyNoRate.NO_DIARY)
    assert (result.coverage, result.rate_floor) == (0, 30.4375 / 30)


def test_nineteen_of_thirty_days_are_too_few_for_a_rate() -> None:
    result = rate(3, 19, 30)
    assert_no_rate(result, WhyNoRate.TOO_FEW_DAYS)
    assert result.coverage == 19 / 30
    assert result.rate_floor == pytest.approx(3 * 30.4375 / 30)


@pytest.mark.parametrize(
    ("observed", "enrolled", "enough"),
    [
        (24, 30, True),  # 80% exactly
        (23, 30, False),
        (292, 365, True),  # 80% exactly
        (291, 365, False),
        (21, 21, True),
        (20, 20, False),
        (21, 26, True),
        (21, 27, False),
    ],
)
def test_eighty_percent_and_twenty_one_days_are_enough(observed: int, enrolled: int, enough: bool) -> None:
    result = rate(0, observed, enrolled)
    assert (result.rate is not None) is enough
    assert (result.why_no_rate is None) is enough


def test_a_full_diary_without_a_fall_has_a_rate_of_zero() -> None:
    result = rate(0, 31)
    assert (result.rate, result.rate_low, result.why_no_rate) == (0, 0, None)


def test_a_late_fall_raises_the_floor_and_not_the_rate() -> None:
    late = replace(counts(2, 27, 30), falls=5)
    result = fall_rate(late, population_baseline=1.0)
    assert result.rate == pytest.approx(2 * 30.4375 / 27)
    assert result.rate_floor == pytest.approx(5 * 30.4375 / 30)


def test_the_sentence_about_three_falls_on_84_days_is_right() -> None:
    result = rate(3, 84)
    assert result.rate is not None
    assert result.rate_low is not None
    assert result.rate_high is not None
    assert round(result.rate, 1) == 1.1
    assert (round(result.rate_low, 1), round(result.rate_high, 1)) == (0.2, 3.2)


@given(st.integers(0, 400), st.integers(0, 366), st.integers(0, 366), st.integers(0, 50))
def test_no_rate_is_ever_infinite_or_not_a_number(falls: int, observed: int, silent: int, late: int) -> None:
    result = fall_rate(
        replace(counts(falls, observed, observed + silent), falls=falls + late),
        population_baseline=1.0,
    )
    for field in fields(FallRate):
        value = getattr(result, field.name)
        assert not isinstance(value, float) or math.isfinite(value)
    known = [each is None for each in (result.rate, result.rate_low, result.rate_high)]
    assert known == [result.why_no_rate is not None] * 3


@pytest.mark.parametrize("baseline", [0, -1, math.inf, math.nan])
def test_a_baseline_that_is_no_rate_stops_at_once(baseline: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        rate(1, 30, baseline=baseline)


def test_the_baseline_in_force_is_kept_with_the_rate() -> None:
    assert rate(1, 30, baseline=1.07).population_baseline == 1.07
    assert METHOD == "1"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"near_falls": -1}, "negative"),
        ({"rated_falls": 3}, "are falls"),
        ({"injurious_falls": 3}, "are falls"),
        ({"observed_days": 31}, "enrolled"),
        ({"observed_days": 0}, "observed"),
    ],
)
def test_counts_that_cannot_be_are_a_mistake_of_ours(wrong: dict[str, int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(counts(2, 30, 30), **wrong)


WINDOWS = {window.kind: window for window in windows_ending(Month(2026, 6))}


def test_the_headline_is_the_longest_window_with_a_rate_inside_enrolment() -> None:
    rates = {kind: (window, rate(1, 30)) for kind, window in WINDOWS.items()}
    for began_on, kind in [
        (date(2024, 1, 1), WindowKind.MONTHS_12),
        (date(2025, 7, 1), WindowKind.MONTHS_12),
        (date(2025, 7, 2), WindowKind.MONTHS_6),
        (date(2026, 3, 31), WindowKind.MONTHS_3),
        (date(2026, 4, 2), WindowKind.MONTH),
    ]:
        found = headline(rates, began_on=began_on)
        assert found == rates[kind]
    assert headline(rates, began_on=date(2026, 6, 2)) is None


def test_a_window_with_too_little_diary_is_no_headline() -> None:
    rates = {kind: (window, rate(1, 30)) for kind, window in WINDOWS.items()}
    rates[WindowKind.MONTHS_12] = (WINDOWS[WindowKind.MONTHS_12], rate(1, 30, 365))
    del rates[WindowKind.MONTHS_6]
    assert headline(rates, began_on=date(2024, 1, 1)) == rates[WindowKind.MONTHS_3]


def test_nobody_without_a_rate_has_a_headline() -> None:
    assert headline({}, began_on=date(2024, 1, 1)) is None
