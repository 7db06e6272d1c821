"""The few shapes that carry meaning; a word always stands beside each."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_STROKE = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
_PATHS: dict[str, str] = {
    "fall": '<circle cx="12" cy="12" r="10" fill="currentColor"/>',
    "near": f'<circle cx="12" cy="12" r="8.5" stroke-width="4" {_STROKE}/>',
    "quiet": f'<path d="m3.5 13 5.5 6L20.5 5.5" stroke-width="4" {_STROKE}/>',
    "empty": f'<path d="M3 3h18v18H3z" stroke-width="2.5" stroke-dasharray="3.2 5" {_STROKE}/>',
    "away": f'<path d="M8 5v14M16 5v14" stroke-width="4" {_STROKE}/>',
    "late": '<path d="M2 2h20v20z" fill="currentColor"/>',
    "back": f'<path d="M15 4 7 12l8 8" stroke-width="2.5" {_STROKE}/>',
    "next": f'<path d="m9 4 8 8-8 8" stroke-width="2.5" {_STROKE}/>',
}


@register.simple_tag
def shape(name: str) -> SafeString:
    """Inline drawing of `name`, hidden from screen readers because a word stands beside it."""
    return format_html(
        '<svg class="shape shape-{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        name,
        mark_safe(_PATHS[name]),  # noqa: S308 - the constants above, nothing typed by anybody
    )
