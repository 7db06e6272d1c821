"""The monthly fall rate as a drawing: values in, SVG out.

Presentation attributes carry the light colours, so that the same drawing stands alone in a PDF or a
picture; on a page the stylesheet recolours it by class (dark, print, forced colours).
"""

from dataclasses import dataclass
from math import inf
from textwrap import wrap

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

COLUMN = 50  # one month; six of them and the axis fill a phone at 1:1
LEFT = 28
TOP = 28
PLOT = 200
TEXT = 15
KEY_INDENT = 44
# Widest usual sans-serif at TEXT, so that a key line never leaves the drawing.
LETTER = 8.8
# An interval may stretch the axis to this many times the highest rate before it is left open.
STRETCH = 2.5
CALM_TOP = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RateMonth:
    """One month of the chart and of the table beneath it; `rate` is None where there is too little diary."""

    label: str  # "Aug"
    name: str  # "August 2026"
    falls: int
    near_falls: int
    observed_days: int
    enrolled_days: int
    rate: float | None
    low: float | None
    high: float | None
    why_blank: str = ""  # "19 of 30 days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A baseline with the words that say whose it is."""

    rate: float
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Falls a month to heights in the drawing."""

    top: float

    def y(self, rate: float) -> float:
        """Height of a rate, measured from the top of the drawing."""
        return round(TOP + PLOT * (1 - rate / self.top), 1)


def rate_chart(
    months: list[RateMonth],
    *,
    chart_id: str,
    title: str,
    description: str,
    population: Line | None = None,
    personal: Line | None = None,
) -> SafeString:
    """SVG of one dot with its 95% interval a month, and the baselines as lines. Rates are falls a month."""
    scale = Scale(axis_top(months, lines=[line.rate for line in (population, personal) if line]))
    width = LEFT + COLUMN * len(months) + 2
    key, key_height = _key(population=population, personal=personal, width=width)
    height = TOP + PLOT + 32 + key_height
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-words" direction="ltr"'
        ' font-family="sans-serif" font-size="{}" fill="#434c56">'
        '<title id="{}-title">{}</title><desc id="{}-words">{}</desc>{}{}{}{}{}</svg>',
        width, height, chart_id, chart_id, TEXT, chart_id, title, chart_id, description,
        _hatch(chart_id),
        _grid(scale, width=width),
        format_html_join("", "{}", ((_line(line, scale, width=width, dashed=dashed),)
                                    for line, dashed in ((population, True), (personal, False)) if line)),
        format_html_join("", "{}", ((_month(month, scale, x=LEFT + COLUMN * n, chart_id=chart_id),)
                                    for n, month in enumerate(months))),
        key,
    )  # fmt: skip


def axis_top(months: list[RateMonth], *, lines: list[float]) -> float:
    """Upper end of the axis: a multiple of 3, so that its thirds are easy numbers."""
    rates = [month.rate for month in months if month.rate is not None]
    highs = [month.high for month in months if month.high is not None]
    calm = max(CALM_TOP, STRETCH * max(rates, default=0))
    wanted = max(3.0, min(max(highs, default=0), calm), *rates, *lines)
    step = 1.0
    while True:
        for times in (3, 6, 9, 12, 15, 18, 24):
            if times * step >= wanted:
                return times * step
        step *= 10


def _hatch(chart_id: str) -> SafeString:
    return format_html(
        '<defs><pattern id="{}-hatch" width="9" height="9" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><path class="hatch" d="M0 0V9" stroke="#7b848e"/></pattern></defs>',
        chart_id,
    )


def _grid(scale: Scale, *, width: int) -> SafeString:
    thirds = (scale.top * n / 3 for n in range(4))
    return format_html_join(
        "",
        '<path class="grid" d="M{} {}H{}" stroke="#d9d3c7" stroke-width="1.5"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        ((LEFT, scale.y(rate), width, LEFT - 8, scale.y(rate) + 5, _number(rate, 0)) for rate in thirds),
    )


def _line(line: Line, scale: Scale, *, width: int, dashed: bool) -> SafeString:
    return format_html(
        '<path class="baseline" d="M{} {}H{}" stroke="#1b1f24" stroke-width="2.5"{}/>',
        LEFT, scale.y(line.rate), width, format_html(' stroke-dasharray="{}"', "8 6") if dashed else "",
    )  # fmt: skip


def _month(month: RateMonth, scale: Scale, *, x: int, chart_id: str) -> SafeString:
    middle = x + COLUMN // 2
    drawn = _blank(month, x=x, chart_id=chart_id) if month.rate is None else _dot(month, scale, x=middle)
    return format_html(
        '{}<text x="{}" y="{}" text-anchor="middle">{}</text>', drawn, middle, TOP + PLOT + 22, month.label
    )


def _dot(month: RateMonth, scale: Scale, *, x: int) -> SafeString:
    rate, low = month.rate or 0.0, month.low or 0.0
    high = inf if month.high is None else month.high
    is_open = high > scale.top
    # An open end has no cap: it runs past the axis towards the number that it would reach.
    end = format_html("M{} {}V{}", x, scale.y(low), TOP - 6 if is_open else scale.y(high))
    caps = format_html("M{} {}h14", x - 7, scale.y(low))
    if not is_open:
        caps = format_html("{}M{} {}h14", caps, x - 7, scale.y(high))
    elif high < inf:
        caps = format_html("{}M{} {}l6 -7 6 7", caps, x - 6, TOP)
    number = format_html(
        '<text class="strong" x="{}" y="{}" text-anchor="middle" fill="#1b1f24">{}</text>', x, TOP - 13, _number(high, 1)
    ) if is_open and high < inf else ""  # fmt: skip
    return format_html(
        '<path class="interval" d="{}{}" fill="none" stroke="#8f2a1e" stroke-width="3"/>'
        '<circle class="dot" cx="{}" cy="{}" r="8" fill="#8f2a1e"/>{}',
        end, caps, x, scale.y(rate), number,
    )  # fmt: skip


def _blank(month: RateMonth, *, x: int, chart_id: str) -> SafeString:
    """A hatched month with its words, one below the other on a clear ground."""
    words = month.why_blank.split()
    first = TOP + PLOT / 2 - 9 * (len(words) - 1) + 5
    return format_html(
        '<rect class="blank" x="{}" y="{}" width="{}" height="{}" rx="6" fill="url(#{}-hatch)" stroke="#7b848e"'
        ' stroke-dasharray="4 4"/><rect class="ground" x="{}" y="{}" width="{}" height="{}" rx="4" fill="#fbf8f3"/>{}',
        x + 2, TOP, COLUMN - 4, PLOT, chart_id,
        x + 3, first - 18, COLUMN - 6, 18 * len(words) + 8,
        format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>',
                         ((x + COLUMN // 2, first + 18 * n, word) for n, word in enumerate(words))),
    )  # fmt: skip


def _key(*, population: Line | None, personal: Line | None, width: int) -> tuple[SafeString, int]:
    """What the lines are, in words beneath; and the height it takes."""
    letters = int((width - KEY_INDENT) / LETTER)
    parts: list[SafeString] = []
    y = TOP + PLOT + 58
    for line, dash in ((population, "8 6"), (personal, "none")):
        if line is None:
            continue
        parts.append(format_html(
            '<path class="baseline" d="M2 {}h34" stroke="#1b1f24" stroke-width="2.5" stroke-dasharray="{}"/>', y - 5, dash
        ))  # fmt: skip
        for words in wrap(line.words, letters):
            parts.append(format_html('<text x="{}" y="{}">{}</text>', KEY_INDENT, y, words))
            y += 20
    return format_html_join("", "{}", ((part,) for part in parts)), y - (TOP + PLOT + 44)


def _number(value: float, decimals: int) -> str:
    return number_format(value, decimals)
