"""Counts as bars, one below the other: values in, SVG out. Words stand above their bar: long ones fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 320
ROW = 46
BAR = 16
NUMBER = 34  # room for the number behind the longest bar
TEXT = 15


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    count: int


def bar_chart(bars: Sequence[Bar], *, chart_id: str, title: str, near: bool = False) -> SafeString:
    """SVG of these counts on one scale; bars of near falls are hollow, as their shape is everywhere."""
    longest = max((bar.count for bar in bars), default=0) or 1
    rows = format_html_join(
        "", "{}", ((_row(bar, longest=longest, y=ROW * n, near=near),) for n, bar in enumerate(bars))
    )
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{id}-title {id}-words" direction="ltr"'
        ' font-family="sans-serif" font-size="{}" fill="#434c56">'
        '<title id="{id}-title">{}</title><desc id="{id}-words">{}</desc>{}</svg>',
        WIDTH,
        ROW * len(bars),
        TEXT,
        title,
        ", ".join(f"{bar.name}: {number_format(bar.count, 0)}" for bar in bars),
        rows,
        id=chart_id,
    )


def _row(bar: Bar, *, longest: int, y: int, near: bool) -> SafeString:
    length = round((WIDTH - NUMBER) * bar.count / longest)
    return format_html(
        '<text x="0" y="{}">{}</text>{}<text class="strong" x="{}" y="{}" fill="#1b1f24">{}</text>',
        y + TEXT,
        bar.name,
        _bar(length, y=y + TEXT + 7, near=near) if bar.count else SafeString(),
        length + 8,
        y + TEXT + 20,
        number_format(bar.count, 0),
    )


def _bar(length: int, *, y: int, near: bool) -> SafeString:
    if near:
        return format_html(
            '<rect class="bar-near" x="1.5" y="{}" width="{}" height="{}" rx="3" fill="none" stroke="#6e4a00"'
            ' stroke-width="3"/>',
            y + 1.5,
            max(length - 3, 3),
            BAR - 3,
        )
    return format_html(
        '<rect class="dot" x="0" y="{}" width="{}" height="{}" rx="4" fill="#8f2a1e"/>', y, length, BAR
    )
