"""A code as a picture that a camera reads."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """Inline SVG, dark on light in both themes because some cameras need it so; no style attributes."""
    drawn = segno.make(text, micro=False, error="m").svg_inline(
        scale=6, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - segno's own drawing of our own letters and digits
