"""Colours that everybody can read: measured from the stylesheet itself."""

import re
from itertools import product
from pathlib import Path

import pytest

BASE = Path(__file__).parents[2] / "frontend/static/frontend/css/base.css"
THEMES = {
    name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    for name, block in zip(
        ("light", "dark", "light with more contrast", "dark with more contrast"),
        re.findall(r":root \{(.*?)\}", BASE.read_text(), re.DOTALL),
        strict=True,
    )
}


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def theme(name: str) -> dict[str, str]:
    """More contrast changes only what it names."""
    base = name.partition(" ")[0]
    more = THEMES["light with more contrast"] if "more" in name else {}
    return {**THEMES["light"], **(THEMES["dark"] if base == "dark" else {}), **more, **THEMES[name]}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(
    ("ground", "text"), list(product(("paper", "card"), ("ink", "soft", "fall", "near", "quiet", "link")))
)
def test_text_is_seven_to_one_on_every_ground(name: str, ground: str, text: str) -> None:
    colours = theme(name)
    assert contrast(colours[ground], colours[text]) >= 7


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("text", ["ink", "soft"])
def test_quiet_areas_hold_text_too(name: str, text: str) -> None:
    colours = theme(name)
    assert contrast(colours["tint"], colours[text]) >= 7


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("strong", ["fall", "quiet", "link"])
def test_words_on_strong_colours_are_seven_to_one(name: str, strong: str) -> None:
    colours = theme(name)
    assert contrast(colours[strong], colours["on-strong"]) >= 7


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", ["paper", "card"])
def test_the_edge_of_a_control_is_three_to_one(name: str, ground: str) -> None:
    colours = theme(name)
    assert contrast(colours[ground], colours["line"]) >= 3
