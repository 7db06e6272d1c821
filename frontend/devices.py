"""Which device asks, as far as its browser says."""

from enum import StrEnum


class Device(StrEnum):
    ANDROID = "android"
    IPHONE = "iphone"
    COMPUTER = "computer"


def device_of(user_agent: str) -> Device:
    """An iPad may call itself a Mac: words for a computer must lead on to those for an iPad."""
    if "Android" in user_agent:
        return Device.ANDROID
    if any(name in user_agent for name in ("iPhone", "iPad", "iPod")):
        return Device.IPHONE
    return Device.COMPUTER


def is_safari_of_iphone(user_agent: str) -> bool:
    """Other browsers there, and those inside of other apps, put a bookmark on the home screen at best."""
    others = ("CriOS", "FxiOS", "EdgiOS", "OPT/", "DuckDuckGo", "GSA/", "FBAN", "FBAV", "Instagram")
    return "Safari/" in user_agent and not any(name in user_agent for name in others)
