"""A walk through a home on somebody's phone: what a thumb taps, counted, and pictures of real size."""

import re
from collections.abc import Iterable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, expect

from tests.e2e.phone import Phone

FINE, NEEDS_WORK = "Yes, this is fine", "No, this needs work"
NOT_SURE, NOT_THERE = "Not sure", "Not in my home"
SAVED = "Saved on this phone."


def picture(folder: Path, number: int = 1) -> Path:
    """As a camera makes it: larger than is kept, with words of its own beside it."""
    path = folder / f"picture-{number}.jpg"
    image = Image.effect_noise((3000, 2000), 40 + number).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    image.save(path, quality=80, exif=exif)
    return path


class Walker:
    """Whoever walks with this phone; `taps` counts what they have tapped."""

    def __init__(self, phone: Phone) -> None:
        self.phone, self.taps = phone, 0

    def tap(self, target: Locator) -> None:
        self.phone.tap(target)
        self.taps += 1

    def is_asked(self, number: int, of: int) -> None:
        expect(self.phone.page.get_by_text(f"{number} of {of}", exact=True)).to_be_visible()

    def answers(self, words: str) -> None:
        """And what follows is there."""
        before = self.phone.page.url
        self.tap(self.phone.button(words))
        expect(self.phone.page).not_to_have_url(before)
        self.phone.sees(SAVED)

    def adds(self, pictures: Iterable[Path]) -> None:
        """Chosen in the phone's own window, which is no tap of ours."""
        for path in pictures:
            shown = self.phone.page.locator(".photos img")
            count = shown.count()
            self.phone.page.locator("input[type=file]").set_input_files(path)
            expect(shown).to_have_count(count + 1)

    def goes_on(self) -> None:
        before = self.phone.page.url
        self.tap(self.phone.button("Next"))
        expect(self.phone.page).not_to_have_url(before)

    def sends(self) -> None:
        """The whole walk, and the phone says that it has it."""
        self.tap(self.phone.page.locator("[data-slot=send] button"))
        expect(self.phone.page).to_have_url(re.compile("#sent/"))
