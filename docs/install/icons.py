"""Draws the icons. Usage: python docs/install/icons.py"""

import sys
from pathlib import Path

from palette import drawn
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ICONS = ROOT / "frontend/static/frontend/icons"
SIZES = {
    "icon-192.png": ("icon.svg", 192),
    "icon-512.png": ("icon.svg", 512),
    "maskable-512.png": ("maskable.svg", 512),
    "monochrome-512.png": ("monochrome.svg", 512),
    "badge-96.png": ("badge.svg", 96),
    "apple-touch-icon.png": ("apple-touch-icon.svg", 180),
    "fall-96.png": ("shortcut-fall.svg", 96),
    "near-fall-96.png": ("shortcut-near-fall.svg", 96),
    "no-falls-96.png": ("shortcut-no-falls.svg", 96),
}

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from tests.servers.browser import chromium_arguments, chromium_path

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=chromium_arguments())
        page = browser.new_page()
        for name, (source, size) in SIZES.items():
            picture = drawn(page, "image/svg+xml", (HERE / source).read_bytes(), size, size)
            (ICONS / name).write_bytes(picture)
            print(f"{name}: {len(picture)} bytes")
        browser.close()
