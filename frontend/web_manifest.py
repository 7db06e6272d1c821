"""What a phone that installs the app is told: name, icons, and what a long press on the icon offers."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

PAPER = "#fbf8f3"
# The room that opens without signal. Its address is part of what is installed, and so does not change.
LOG = "/log/"


def web_manifest() -> dict[str, object]:
    """In the reader's language. No categories and no letters in icons: others see the phone, too."""
    return {
        "id": "/",
        "name": settings.APP_NAME,
        "short_name": settings.APP_NAME,
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            _icon("icon-192.png", 192),
            _icon("icon-512.png", 512),
            _icon("maskable-512.png", 512, purpose="maskable"),
            _icon("monochrome-512.png", 512, purpose="monochrome"),
        ],
        "shortcuts": [
            _shortcut(_("I fell"), "fall"),
            _shortcut(_("Near fall"), "near_fall"),
            _shortcut(_("No falls today"), "no_falls"),
        ],
        "screenshots": [
            _screenshot("home.png", _("The day, and what to tell about it")),
            _screenshot("safety.png", _("Help comes first")),
            _screenshot("diary.png", _("A month in the diary")),
            _screenshot("wide.png", _("A month in the diary"), wide=True),
        ],
    }


def _icon(name: str, size: int, *, purpose: str = "any") -> dict[str, str]:
    return {
        "src": static(f"frontend/icons/{name}"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }


def _shortcut(words: str, what: str) -> dict[str, object]:
    icon = _icon(f"{what.replace('_', '-')}-96.png", 96)
    return {"name": words, "url": f"{LOG}#{what}", "icons": [icon]}


def _screenshot(name: str, words: str, *, wide: bool = False) -> dict[str, str]:
    return {
        "src": static(f"frontend/screenshots/{name}"),
        "sizes": "1280x800" if wide else "720x1440",
        "type": "image/png",
        "form_factor": "wide" if wide else "narrow",
        "label": words,
    }
