"""The monthly fall rate as a drawing: values in, SVG out.

Presentation attributes carry the light colours, so that the same drawing stands alone in a PDF or a
picture; on a page the stylesheet recolours it by class (dark, print, forced colours).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from logs.domain.axes import top_of_axis

COLUMN = 50  # one month; six of them and the axis fill a phone at 1:1
LEFT = 28
TOP = 28
PLOT = 200
TEXT = 15
LEADING = 18
DASHED = "8 6"
SOLID = "none"
KEY_INDENT = 44
# Widest usual sans-serif at TEXT, so that a key line never leaves the drawing.
LETTER = 8.8


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
    top: float | None = None,
) -> SafeString:
    """SVG of one dot with its 95% interval a month, and the baselines as lines. Rates are falls a month.

    `top`: the upper end of the axis, where several drawings share it.
    """
    scale = Scale(top or axis_top(months, lines=[line.rate for line in (population, personal) if line]))
    width = LEFT + COLUMN * len(months) + 2
    key, key_height = _key(population=population, personal=personal, width=width)
    drawn = [
        _hatch(chart_id),
        *(_grid_line(scale, scale.top * third / 3, width=width) for third in range(4)),
        _baseline(population, scale, width=width, dash=DASHED),
        _baseline(personal, scale, width=width, dash=SOLID),
        *(_month(month, scale, x=LEFT + COLUMN * n, chart_id=chart_id) for n, month in enumerate(months)),
        key,
    ]
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{id}-title {id}-words" direction="ltr"'
        ' font-family="sans-serif" font-size="{}" fill="#434c56">'
        '<title id="{id}-title">{}</title><desc id="{id}-words">{}</desc>{}</svg>',
        width,
        TOP + PLOT + 32 + key_height,
        TEXT,
        title,
        description,
        _joined(drawn),
        id=chart_id,
    )


def axis_top(months: list[RateMonth], *, lines: list[float]) -> float:
    """Upper end of the axis of these months."""
    rates = [month.rate for month in months if month.rate is not None]
    highs = [month.high for month in months if month.high is not None]
    return top_of_axis(rates=rates, highs=highs, lines=lines)


def _hatch(chart_id: str) -> SafeString:
    return format_html(
        '<defs><pattern id="{}-hatch" width="9" height="9" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><path class="hatch" d="M0 0V9" stroke="#7b848e"/></pattern></defs>',
        chart_id,
    )


def _grid_line(scale: Scale, rate: float, *, width: int) -> SafeString:
    y = scale.y(rate)
    line = format_html('<path class="grid" d="M{} {}H{}" stroke="#d9d3c7"/>', LEFT, y, width)
    return _joined([line, _text(number_format(rate, 0), x=LEFT - 8, y=y + 5, anchor="end")])


def _baseline(line: Line | None, scale: Scale, *, width: int, dash: str) -> SafeString:
    return _stroke(LEFT, scale.y(line.rate), width, dash=dash) if line else SafeString()


def _stroke(x: float, y: float, end: float, *, dash: str) -> SafeString:
    return format_html(
        '<path class="baseline" d="M{} {}H{}" stroke="#1b1f24" stroke-width="2.5" stroke-dasharray="{}"/>',
        x,
        y,
        end,
        dash,
    )


def _month(month: RateMonth, scale: Scale, *, x: int, chart_id: str) -> SafeString:
    middle = x + COLUMN // 2
    rate = month.rate
    drawn = (
        _blank(month, x=x, chart_id=chart_id) if rate is None else _dot(month, rate, scale=scale, x=middle)
    )
    return _joined([drawn, _text(month.label, x=middle, y=TOP + PLOT + 22)])


def _dot(month: RateMonth, rate: float, *, scale: Scale, x: int) -> SafeString:
    low, high = scale.y(month.low or 0), month.high or rate
    if high > scale.top:
        # An open end has no cap: it leaves the axis as an arrow, with the number it would reach.
        upper_end = f"M{x} {low}V{TOP - 6}M{x - 6} {TOP + 1}l6 -7 6 7"
        number = _text(number_format(round(high, 1), 1), x=x, y=TOP - 12, strong=True)
    else:
        upper_end = f"M{x} {low}V{scale.y(high)}M{x - 7} {scale.y(high)}h14"
        number = SafeString()
    return format_html(
        '<path class="interval" d="{}M{} {}h14" fill="none" stroke="#8f2a1e" stroke-width="3"/>'
        '<circle class="dot" cx="{}" cy="{}" r="8" fill="#8f2a1e"/>{}',
        upper_end,
        x - 7,
        low,
        x,
        scale.y(rate),
        number,
    )


def _blank(month: RateMonth, *, x: int, chart_id: str) -> SafeString:
    """A hatched month with its words, one below the other on a clear ground."""
    words = month.why_blank.split()
    first = TOP + PLOT / 2 - LEADING / 2 * (len(words) - 1) + 5
    hatched = format_html(
        '<rect class="blank" x="{}" y="{}" width="{}" height="{}" rx="6" fill="url(#{}-hatch)"'
        ' stroke="#7b848e" stroke-dasharray="4 4"/>',
        x + 2,
        TOP,
        COLUMN - 4,
        PLOT,
        chart_id,
    )
    ground = format_html(
        '<rect class="ground" x="{}" y="{}" width="{}" height="{}" rx="4" fill="#fbf8f3"/>',
        x + 3,
        first - LEADING,
        COLUMN - 6,
        LEADING * len(words) + 8,
    )
    lines = [_text(word, x=x + COLUMN // 2, y=first + LEADING * n) for n, word in enumerate(words)]
    return _joined([hatched, ground, *lines] if words else [hatched])


def _key(*, population: Line | None, personal: Line | None, width: int) -> tuple[SafeString, int]:
    """What the lines are, in words beneath; and the height it takes."""
    letters = int((width - KEY_INDENT) / LETTER)
    first = y = TOP + PLOT + 58
    drawn: list[SafeString] = []
    for line, dash in ((population, DASHED), (personal, SOLID)):
        if line is None:
            continue
        drawn.append(_stroke(2, y - 5, 36, dash=dash))
        for words in wrap(line.words, letters):
            drawn.append(_text(words, x=KEY_INDENT, y=y, anchor="start"))
            y += 20
    return _joined(drawn), y - first + 14 if drawn else 0


def _text(words: str, *, x: float, y: float, anchor: str = "middle", strong: bool = False) -> SafeString:
    look = mark_safe(' class="strong" fill="#1b1f24"') if strong else ""
    return format_html('<text x="{}" y="{}" text-anchor="{}"{}>{}</text>', x, y, anchor, look, words)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
