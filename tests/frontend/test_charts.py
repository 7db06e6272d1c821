"""What a person sees in the chart of monthly falls."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from frontend.charts.rate_chart import COLUMN, LEFT, PLOT, TOP, Line, RateMonth, axis_top, rate_chart

OCTOBER = RateMonth(
    label="Oct",
    name="October 2026",
    falls=1,
    near_falls=5,
    observed_days=30,
    enrolled_days=31,
    rate=1.01,
    low=0.03,
    high=5.65,
)
AUGUST = replace(
    OCTOBER,
    label="Aug",
    name="August 2026",
    observed_days=19,
    enrolled_days=30,
    rate=None,
    low=None,
    high=None,
    why_blank="19 of 30 days",
)
POPULATION = Line(rate=1.0, words="about 1 a month: average of 537 people with MS in studies")


def drawn(*months: RateMonth, population: Line | None = None, personal: Line | None = None) -> str:
    return rate_chart(
        list(months),
        chart_id="rates",
        title="Falls a month",
        description="One month",
        population=population,
        personal=personal,
    )


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_the_drawing_has_a_name_and_no_inline_style() -> None:
    svg = drawn(OCTOBER, population=POPULATION)
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "rates-title rates-words"
    assert {"rates-title", "rates-words"} <= set(re.findall(r'id="([^"]+)"', svg))
    assert "style=" not in svg


def test_a_month_is_a_dot_with_its_interval() -> None:
    svg = drawn(OCTOBER)
    assert f'cx="{LEFT + COLUMN // 2}"' in svg
    assert svg.count('class="interval"') == 1
    assert "Oct" in texts(svg)


def test_a_month_without_enough_diary_is_hatched_and_says_how_many_days() -> None:
    svg = drawn(AUGUST)
    assert 'class="dot"' not in svg
    assert "url(#rates-hatch)" in svg
    assert [word for word in texts(svg) if word in {"19", "of", "30", "days"}] == ["19", "of", "30", "days"]


def test_a_month_without_words_is_only_hatched() -> None:
    svg = drawn(replace(AUGUST, why_blank=""))
    assert "url(#rates-hatch)" in svg
    assert 'class="ground"' not in svg


def test_an_interval_that_leaves_the_axis_ends_open_with_its_number() -> None:
    busy = replace(OCTOBER, rate=2.0, low=0.24, high=30.4)
    svg = drawn(busy)
    assert "30.4" in texts(svg)
    assert f"V{TOP - 6}" in svg


def test_an_interval_inside_the_axis_is_closed_and_unnumbered() -> None:
    svg = drawn(OCTOBER)
    assert "5.7" not in texts(svg)
    assert f"V{TOP - 6}" not in svg


def test_the_baselines_are_told_apart_in_words_and_by_dashes() -> None:
    svg = drawn(*[OCTOBER] * 6, population=POPULATION, personal=Line(rate=1.6, words="1.6 a month: your own"))
    assert " ".join(texts(svg)).endswith(f"{POPULATION.words} 1.6 a month: your own")
    assert svg.count('stroke-dasharray="8 6"') == 2
    assert svg.count('stroke-dasharray="none"') == 2


def test_key_lines_stay_inside_a_phone() -> None:
    svg = drawn(*[OCTOBER] * 6, population=replace(POPULATION, words=POPULATION.words * 3))
    height = int(re.findall(r'viewBox="0 0 \d+ (\d+)"', svg)[0])
    key = re.findall(r'<text x="44" y="(\d+)" text-anchor="start">([^<]*)</text>', svg)
    assert max(int(y) for y, _ in key) < height
    assert max(len(words) for _, words in key) <= 32


def test_words_are_escaped() -> None:
    assert "<b>" not in drawn(replace(OCTOBER, label="<b>"), population=Line(rate=1, words="<b>"))


def test_no_months_is_an_empty_axis() -> None:
    assert "NaN" not in drawn()
    assert texts(drawn()) == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    ("rate", "high", "top"),
    [(0.0, 3.69, 6), (1.0, 5.57, 6), (3.0, 8.77, 9), (2.0, 30.0, 6), (14.0, 23.0, 24), (40.0, 55.0, 60)],
)
def test_the_axis_ends_at_an_easy_number_above_every_dot(rate: float, high: float, top: float) -> None:
    assert axis_top([replace(OCTOBER, rate=rate, high=high)], lines=[1.0]) == top


def test_the_axis_reaches_a_baseline_above_every_dot() -> None:
    assert axis_top([replace(OCTOBER, rate=0.0, high=1.0)], lines=[7.5]) == 9


def test_every_dot_lies_on_the_plot() -> None:
    heights = [
        float(y) for y in re.findall(r'cy="([^"]+)"', drawn(OCTOBER, replace(OCTOBER, rate=90, high=120)))
    ]
    assert all(TOP <= y <= TOP + PLOT for y in heights)
