"""What a mail's chart shows, looked at as a picture."""

from datetime import date
from io import BytesIO

import pytest
from django.utils.translation import override
from PIL import Image

from logs.domain.axes import top_of_axis
from logs.domain.rates import Counts, FallRate
from logs.domain.vocabulary import AgainstPopulation, WhyNoRate, WindowKind
from logs.domain.windows import Month, window_ending
from logs.summaries import StoredRate
from reminders.services.fall_picture import (
    FALL,
    HEIGHT,
    LEFT,
    PAPER,
    PLOT,
    RIGHT,
    SHARP,
    TOP,
    WIDTH,
    fall_picture,
)
from tests.reminders.weeks_of_anna import MORNING


def month(number: int, rate: float | None, high: float | None = None) -> StoredRate:
    window = window_ending(Month(2026, number), WindowKind.MONTH)
    counts = Counts(
        falls=1, rated_falls=1, injurious_falls=0, near_falls=0, observed_days=19, enrolled_days=30,
        excluded_days=0,
    )  # fmt: skip
    told = FallRate(
        counts=counts,
        coverage=19 / 30,
        rate=rate,
        rate_low=None if rate is None else rate / 2,
        rate_high=high,
        why_no_rate=WhyNoRate.TOO_FEW_DAYS if rate is None else None,
        rate_floor=1.0,
        population_baseline=1.0,
        against_population=AgainstPopulation.NOT_ENOUGH_DIARY,
    )
    return StoredRate(
        window=window, rate=told, counted_to=date(2026, 11, 29), complete=True, computed_at=MORNING
    )


def seen(*months: StoredRate) -> Image.Image:
    return Image.open(BytesIO(fall_picture(months, baseline=1.0))).convert("RGB")


def at(picture: Image.Image, x: float, y: float) -> object:
    return picture.getpixel((round(x * SHARP), round(y * SHARP)))


def middle(number: int, *, of: int) -> float:
    return LEFT + (RIGHT - LEFT) / of * (number + 0.5)


def height(rate: float, top: float) -> float:
    return TOP + PLOT * (1 - rate / top)


def test_each_month_has_its_dot_at_the_height_of_its_rate() -> None:
    picture = seen(month(9, 1.0, 2.5), month(10, 2.0, 2.9))
    assert picture.size == (WIDTH * SHARP, HEIGHT * SHARP)
    for number, rate in enumerate((1.0, 2.0)):
        assert at(picture, middle(number, of=2), height(rate, 3)) == FALL
    assert at(picture, middle(0, of=2) + 4, height(2.0, 3) - 3) == PAPER


def test_a_month_with_too_little_diary_has_no_dot() -> None:
    picture = seen(month(9, None), month(10, 1.0, 2.0))
    left = picture.crop((0, 0, round((LEFT + (RIGHT - LEFT) / 2) * SHARP) - 20, HEIGHT * SHARP))
    colours = left.getcolors(maxcolors=10_000)
    assert colours is not None
    assert FALL not in {colour for _count, colour in colours}


def test_an_interval_that_leaves_the_axis_goes_up_to_its_end() -> None:
    picture = seen(month(9, 1.0, 40.0))
    assert top_of_axis(rates=[1.0], highs=[40.0], lines=[1.0]) == 6
    assert at(picture, middle(0, of=1), TOP - 3) == FALL


@pytest.mark.parametrize("language", ["en-gb", "ru", "ar"])
def test_it_is_drawn_in_every_language(language: str) -> None:
    with override(language):
        assert seen(month(9, 1.0, 2.5)).size == (WIDTH * SHARP, HEIGHT * SHARP)


def test_nothing_touches_the_edge_of_the_picture_that_anna_looks_at() -> None:
    picture = seen(*(month(number, 1.0, 40.0) for number in range(6, 12)))
    edge = picture.crop((picture.width - 6 * SHARP, 0, picture.width, picture.height))
    assert edge.getcolors() == [(edge.width * edge.height, PAPER)]
