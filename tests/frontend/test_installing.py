"""The app on a phone: what the phone is told, and what the person reads."""

import re
import struct
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django.fixtures import Settings

from tests.people import make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db

CHROME = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15"
SAFARI = f"{IPHONE} Version/18.6 Mobile/15E148 Safari/604.1"
CHROME_ON_IPHONE = f"{IPHONE} CriOS/141.0 Mobile/15E148 Safari/604.1"
INSIDE_ANOTHER_APP = f"{IPHONE} Mobile/15E148 [FBAN/FBIOS]"
COMPUTER = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"


def manifest(client: Client | None = None) -> Any:
    return (client or Client()).get("/manifest.webmanifest").json()


def picture(address: str) -> bytes:
    path = finders.find(address.removeprefix("/static/"))
    assert path, f"{address} is not there"
    data = Path(path).read_bytes()
    assert data.startswith(b"\x89PNG"), f"{address} is no PNG"
    return data


def size_of(address: str) -> str:
    """Width x height, as the file itself says."""
    width, height = struct.unpack(">II", picture(address)[16:24])
    return f"{width}x{height}"


def lets_light_through(address: str) -> bool:
    return b"tRNS" in picture(address)


def first_way(user_agent: str) -> tuple[str, str]:
    """The first words that stand alone, and whether they lie open."""
    page = Client().get("/install/", headers={"user-agent": user_agent}).content.decode()
    element, words = re.findall(r"<(h2|summary)>([^<]*)</", page)[0]
    return words, "open" if element == "h2" else "closed"


def test_the_app_has_the_name_of_the_installation(settings: Settings) -> None:
    settings.APP_NAME = "Steady <3"
    told = manifest()
    assert (told["name"], told["short_name"]) == ("Steady <3", "Steady <3")
    page = Client().get("/sign-in/").content.decode()
    assert '<meta name="apple-mobile-web-app-title" content="Steady &lt;3">' in page


def test_a_phone_opens_the_app_at_home_in_a_window_of_its_own() -> None:
    told = manifest()
    assert (told["id"], told["start_url"], told["scope"]) == ("/", "/", "/")
    assert told["display"] == "standalone"
    assert (told["lang"], told["dir"]) == ("en-gb", "ltr")


def test_every_icon_is_there_in_the_size_it_is_told_to_have() -> None:
    told = manifest()
    icons = [*told["icons"], *(icon for shortcut in told["shortcuts"] for icon in shortcut["icons"])]
    for icon in icons:
        assert size_of(icon["src"]) == icon["sizes"], icon["src"]
        assert len(picture(icon["src"])) < 10_000, icon["src"]
    assert [(icon["sizes"], icon["purpose"]) for icon in told["icons"]] == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
        ("512x512", "monochrome"),
    ]


def test_icons_are_opaque_where_phones_cut_them_and_a_mere_outline_where_phones_paint_them() -> None:
    icon_of = {icon["purpose"]: icon["src"] for icon in manifest()["icons"]}
    assert not lets_light_through(icon_of["maskable"])
    assert not lets_light_through("/static/frontend/icons/apple-touch-icon.png")
    assert lets_light_through(icon_of["monochrome"])
    assert lets_light_through("/static/frontend/icons/badge-96.png")
    assert size_of("/static/frontend/icons/apple-touch-icon.png") == "180x180"
    assert size_of("/static/frontend/icons/badge-96.png") == "96x96"


def test_a_long_press_on_the_icon_offers_the_three_buttons_of_home() -> None:
    assert [(shortcut["name"], shortcut["url"]) for shortcut in manifest()["shortcuts"]] == [
        ("I fell", "/log/#fall"),
        ("Near fall", "/log/#near_fall"),
        ("No falls today", "/log/#no_falls"),
    ]


def test_every_screenshot_is_there_and_light() -> None:
    screenshots = manifest()["screenshots"]
    assert {screenshot["form_factor"] for screenshot in screenshots} == {"narrow", "wide"}
    for screenshot in screenshots:
        assert size_of(screenshot["src"]) == screenshot["sizes"]
        assert len(picture(screenshot["src"])) < 60_000
        assert screenshot["label"]


def test_nothing_on_the_phone_names_an_illness() -> None:
    told = manifest()
    assert "categories" not in told
    assert not re.search(r"\bMS\b|sclerosis|health|medical|ill|patient", str(told | {"screenshots": []}))


@pytest.mark.parametrize("who", ["nobody", "Anna"])
def test_what_the_phone_is_told_is_the_same_for_everybody_and_asks_for_no_cookie(who: str) -> None:
    client = Client() if who == "nobody" else signed_in(make_patient("Anna").user)
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert "cookie" not in answer["Vary"].lower()
    assert not answer.cookies
    assert answer.json() == manifest()


def test_every_page_says_where_the_phone_is_told() -> None:
    page = Client().get("/sign-in/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert re.search(r'<link rel="apple-touch-icon" href="/static/[^"]*apple-touch-icon[^"]*\.png">', page)
    assert '<meta name="mobile-web-app-capable" content="yes">' in page


@pytest.mark.parametrize(
    ("user_agent", "heading"),
    [
        (CHROME, "On Android"),
        (SAFARI, "On an iPhone or iPad"),
        (SAFARI.replace("iPhone;", "iPad;"), "On an iPhone or iPad"),
        (CHROME_ON_IPHONE, "On an iPhone or iPad"),
        (COMPUTER, "On a computer"),
        ("", "On a computer"),
    ],
)
def test_the_words_for_this_device_come_first_and_open(user_agent: str, heading: str) -> None:
    assert first_way(user_agent) == (heading, "open")


def test_the_words_for_other_devices_are_one_tap_away() -> None:
    page = Client().get("/install/", headers={"user-agent": CHROME}).content.decode()
    summaries = re.findall(r"<summary>([^<]*)</summary>", page)
    assert summaries[:2] == ["On an iPhone or iPad", "On a computer"]
    assert "Add to Home Screen" in page


@pytest.mark.parametrize(
    ("user_agent", "is_told"),
    [(SAFARI, False), (CHROME_ON_IPHONE, True), (INSIDE_ANOTHER_APP, True), (CHROME, False)],
)
def test_an_iphone_that_is_not_in_safari_is_sent_there(user_agent: str, *, is_told: bool) -> None:
    page = Client().get("/install/", headers={"user-agent": user_agent}).content.decode()
    assert ("You are not in Safari now" in page) is is_told


def test_anna_finds_the_page_under_more_and_theo_has_no_need_of_it() -> None:
    link = b'href="/install/"'
    assert link in signed_in(make_patient("Anna").user).get("/more/").content
    assert link not in signed_in(make_therapist("Theo")).get("/more/").content


def test_anna_is_shown_how_once_she_has_joined_and_goes_on_to_her_diary() -> None:
    client = signed_in(make_patient("Anna").user)
    answer = client.post("/joining/settings/", {"reminder_time": "", "blood_thinner": "no"})
    assert answer["Location"] == "/joining/install/"
    page = client.get("/joining/install/").content.decode()
    assert re.search(r'<a class="button" href="/">Go to my diary</a>', page)
