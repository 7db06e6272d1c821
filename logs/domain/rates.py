"""The fall rate of a window: falls on observed days, its exact interval, and the baseline."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from math import isfinite

from logs.domain.poisson import TAIL, at_least, at_most, poisson_limits
from logs.domain.vocabulary import AgainstPopulation, WhyNoRate, WindowKind
from logs.domain.windows import WINDOW_MONTHS, Window

__all__ = [
    "DAYS_PER_MONTH",
    "ENOUGH_COVERAGE",
    "ENOUGH_DAYS",
    "METHOD",
    "Counts",
    "FallRate",
    "fall_rate",
    "headline",
    "poisson_limits",
]

METHOD = "1"  # the version of everything in this file, stored with each rate
DAYS_PER_MONTH = 30.4375  # 365.25 / 12: a month of the rate is no calendar month
# Below this the unanswered days could hide a quarter more (1 / 0.8), and people at higher risk
# return fewer diaries (Perry 2012), so the rate is not shown (docs/domain.md 3).
ENOUGH_COVERAGE = 0.80
ENOUGH_DAYS = 21  # observed days: three weeks, so that one fall reads as 1.4 a month at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a window holds, in falls and in days. Raises ValueError where that cannot be."""

    falls: int  # all active ones, today's and late ones included
    rated_falls: int  # those on observed days
    injurious_falls: int
    near_falls: int
    observed_days: int
    enrolled_days: int
    excluded_days: int

    def __post_init__(self) -> None:
        if any(getattr(self, field.name) < 0 for field in fields(self)):
            raise ValueError("a count cannot be negative")
        if self.rated_falls > self.falls or self.injurious_falls > self.falls:
            raise ValueError("rated and injurious falls are falls")
        if self.observed_days > self.enrolled_days:
            raise ValueError("observed days are enrolled days")
        if self.rated_falls and not self.observed_days:
            raise ValueError("rated falls lie on observed days")


@dataclass(frozen=True, slots=True, kw_only=True)
class FallRate:
    """Falls a month with the exact 95% interval; None where it is not known, never 0 for that."""

    counts: Counts
    coverage: float | None  # observed / enrolled days, 0 to 1; None without enrolled days
    rate: float | None
    rate_low: float | None
    rate_high: float | None
    rate_floor: float | None  # if every unanswered day had no fall; None without enrolled days
    why_no_rate: WhyNoRate | None
    population_baseline: float  # falls a month
    against_population: AgainstPopulation


def fall_rate(counts: Counts, *, population_baseline: float) -> FallRate:
    """The rate of these counts beside a baseline in falls a month.

    It takes falls as independent of each other (Garwood 1936). Raises ValueError for a
    baseline that is not above 0.
    """
    if not (isfinite(population_baseline) and population_baseline > 0):
        raise ValueError("the population baseline is a number above 0")
    coverage = rate_floor = rate = rate_low = rate_high = None
    against = AgainstPopulation.NOT_ENOUGH_DIARY
    if counts.enrolled_days:
        coverage = counts.observed_days / counts.enrolled_days
        rate_floor = counts.falls * DAYS_PER_MONTH / counts.enrolled_days
    why_no_rate = _why_no_rate(counts, coverage)
    if why_no_rate is None:
        months = counts.observed_days / DAYS_PER_MONTH
        low, high = poisson_limits(counts.rated_falls)
        rate, rate_low, rate_high = counts.rated_falls / months, low / months, high / months
        against = _against_population(counts.rated_falls, population_baseline * months)
    return FallRate(
        counts=counts,
        coverage=coverage,
        rate=rate,
        rate_low=rate_low,
        rate_high=rate_high,
        rate_floor=rate_floor,
        why_no_rate=why_no_rate,
        population_baseline=population_baseline,
        against_population=against,
    )


def headline(
    rates: Mapping[WindowKind, tuple[Window, FallRate]], *, began_on: date
) -> tuple[Window, FallRate] | None:
    """The longest window that has a rate and lies inside enrolment, whatever it says."""
    for kind in reversed(WINDOW_MONTHS):
        if kind in rates:
            window, rate = rates[kind]
            if rate.rate is not None and window.first >= began_on:
                return window, rate
    return None


def _why_no_rate(counts: Counts, coverage: float | None) -> WhyNoRate | None:
    if coverage is None or not counts.observed_days:
        return WhyNoRate.NO_DIARY
    if coverage < ENOUGH_COVERAGE or counts.observed_days < ENOUGH_DAYS:
        return WhyNoRate.TOO_FEW_DAYS
    return None


def _against_population(falls: int, expected: float) -> AgainstPopulation:
    """The exact test with equal tails: the interval's own answer about the baseline."""
    if at_least(falls, expected) <= TAIL:
        return AgainstPopulation.ABOVE
    if at_most(falls, expected) <= TAIL:
        return AgainstPopulation.BELOW
    return AgainstPopulation.NOT_DISTINGUISHABLE
