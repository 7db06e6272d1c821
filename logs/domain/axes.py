"""How high the axis of a chart of rates reaches, on pages and in pictures."""

from collections.abc import Sequence

# An interval may stretch the axis to this many times the highest rate before it is left open.
STRETCH = 2.5
CALM_TOP = 6.0


def top_of_axis(*, rates: Sequence[float], highs: Sequence[float], lines: Sequence[float]) -> float:
    """A multiple of 3, so that its thirds are easy numbers."""
    calm = max(CALM_TOP, STRETCH * max(rates, default=0))
    wanted = max(3.0, min(max(highs, default=0), calm), *rates, *lines)
    step = 1.0
    while True:
        for times in (3, 6, 9, 12, 15, 18, 24):
            if times * step >= wanted:
                return times * step
        step *= 10
