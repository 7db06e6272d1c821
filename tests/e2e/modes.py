"""The modes in which a page is looked at, one after the other: sizes, themes and the reader's own colours."""

from collections.abc import Iterator
from typing import Literal

from playwright.sync_api import Page

Theme = Literal["light", "dark"]
Forced = Literal["none", "active"]
PHONE, WIDE = (360, 640), (1280, 800)

MODES: dict[str, tuple[tuple[int, int], Theme, Forced]] = {
    "phone-light": (PHONE, "light", "none"),
    "phone-dark": (PHONE, "dark", "none"),
    "forced-colours": (PHONE, "light", "active"),
    "wide-dark": (WIDE, "dark", "none"),
    "wide-light": (WIDE, "light", "none"),
}
# What stands where is the same in every theme: it is judged once for each size, colours in every mode.
WHOLE = ("phone-light", "wide-light")


def in_every_mode(page: Page) -> Iterator[tuple[str, bool]]:
    """Turns the page to one mode after the other: its name, and whether more than colours differs."""
    for mode, ((width, height), theme, forced) in MODES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, forced_colors=forced)
        yield mode, mode in WHOLE
