"""What a browser calls itself, in the two words that its owner knows it by."""

from dataclasses import dataclass

# In this order: most name others, too, so as to be taken for them.
BROWSERS = (
    ("SamsungBrowser/", "Samsung Internet"),
    ("EdgiOS/", "Edge"),
    ("EdgA/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Names as their makers write them; empty where nothing known was said."""

    browser: str = ""
    system: str = ""


def device_of(user_agent: str) -> Device:
    """The only thing that is kept of a User-Agent: versions and models would know a phone among millions."""
    return Device(browser=_first(BROWSERS, user_agent), system=_first(SYSTEMS, user_agent))


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in known if sign in user_agent), "")
