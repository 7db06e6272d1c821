"""What the environment says, typed. What is wrong or missing stops the start with a sentence.

`DATA_DIR/env` is read too, the real environment winning: `make run` keeps there what it chose.
An empty value counts as none.
"""

import json
import os
import re
from collections import ChainMap
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from math import inf, isfinite
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from accounts.domain.errors import UnknownTimeZone
from accounts.domain.zones import zone
from reminders.domain.push_hosts import NotAPushHost, PushHosts

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = (BASE_DIR / (os.environ.get("DATA_DIR") or "var")).resolve()
if (DATA_DIR / "env").is_file():
    environ.Env.read_env(str(DATA_DIR / "env"), overwrite=False)

# A file named by NAME_FILE may hold any of these, so that no list of processes or containers shows it.
SECRETS = (
    "SECRET_KEY",
    "DATABASE_URL",
    "DATABASE_PASSWORD",
    "REDIS_URL",
    "EMAIL_URL",
    "EMAIL_PROVIDER_OPTIONS",
    "EMAIL_WEBHOOK_SECRET",
    "METRICS_TOKEN",
    "PHOTO_STORAGE_OPTIONS",
)
# Mail providers, each with what it must be told; EMAIL_URL is for all others.
MAIL_PROVIDERS = {
    "brevo": ("api_key",),
    "mailgun": ("api_key",),
    "mailjet": ("api_key", "secret_key"),
    "mailtrap": ("api_token",),
    "postmark": ("server_token",),
    "resend": ("api_key",),
}
# Those that can be told with each mail to follow nobody. At the others it is a choice of the account there.
TRACK_UNLESS_TOLD = ("mailgun", "mailjet", "postmark")
ENOUGH = 32  # characters of a key that nobody guesses
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")

Read = TypeVar("Read")


class WrongSetting(ImproperlyConfigured):
    """Names the setting and says what it may be."""


def secrets_in_files() -> dict[str, str]:
    """What the files hold, by the name of the setting; a line's end is no part of it."""
    found = {}
    for name in SECRETS:
        path = os.environ.get(f"{name}_FILE")
        if path:
            try:
                found[name] = Path(path).read_text().strip()
            except (OSError, UnicodeDecodeError):
                raise WrongSetting(f"{name}_FILE is {path!r}, which cannot be read.") from None
            if not found[name]:
                raise WrongSetting(f"{name}_FILE is {path!r}, which is empty.")
    return found


VALUES = ChainMap(secrets_in_files(), os.environ)


def text(name: str, *, default: str = "") -> str:
    return VALUES.get(name) or default


def names(name: str, *, default: Sequence[str]) -> list[str]:
    """Several, with commas."""
    return [one.strip() for one in text(name).split(",") if one.strip()] or list(default)


def required(name: str, what: str) -> str:
    value = text(name)
    if not value:
        raise WrongSetting(f"{name} is not set. {what} See the table of settings in README.md.")
    return value


def key(name: str, what: str) -> str:
    """A secret that signs."""
    value = required(name, what)
    if len(value) < ENOUGH:
        raise WrongSetting(f"{name} must have at least {ENOUGH} characters, and has {len(value)}. {what}")
    return value


def number(name: str, *, default: float) -> float:
    """A number above 0. environ's own would read 1e400 as 1400."""
    written = text(name)
    try:
        value = float(written or default)
    except ValueError:
        value = 0.0
    if not (isfinite(value) and value > 0):
        raise WrongSetting(f"{name} must be a number above 0, and is {written!r}.")
    return value


def whole(name: str, *, default: int, least: int = 0, most: float = inf) -> int:
    written = text(name, default=str(default))
    if re.fullmatch(r"[0-9]{1,12}", written) and least <= int(written) <= most:
        return int(written)
    allowed = f"of {least} or more" if most == inf else f"from {least} to {most}"
    raise WrongSetting(f"{name} must be a whole number {allowed}, and is {written!r}.")


def flag(name: str, *, default: bool = False) -> bool:
    """On or off."""
    written = text(name, default="1" if default else "0")
    if written.lower() in YES + NO:
        return written.lower() in YES
    raise WrongSetting(f"{name} must be 1 or 0, and is {written!r}.")


def choice(name: str, allowed: Sequence[str], *, default: str) -> str:
    written = text(name, default=default)
    if written in allowed:
        return written
    raise WrongSetting(f"{name} must be one of {', '.join(allowed)}, and is {written!r}.")


def time_zone(name: str, *, default: str) -> str:
    written = text(name, default=default)
    try:
        return zone(written).key
    except UnknownTimeZone:
        raise WrongSetting(f"{name} must be a time zone such as {default}, and is {written!r}.") from None


def origin(name: str, *, default: str) -> str:
    written = text(name, default=default)
    if re.fullmatch(r"https?://[^/?#\s]+", written):
        return written
    raise WrongSetting(f"{name} must be https:// and a name, with nothing after it, and is {written!r}.")


def provider_options(name: str, *, provider: str) -> dict[str, Any]:
    """What anymail is told about a mail provider: its keys without the provider's name before them."""
    found = options(name)
    missing = [key for key in MAIL_PROVIDERS[provider] if not found.get(key)]
    if missing:
        keys = ", ".join(f'"{key}": "..."' for key in MAIL_PROVIDERS[provider])
        raise WrongSetting(f"{name} must be {{{keys}}} for {provider}, and has no {missing[0]}.")
    told = {f"{provider}_{key}".upper(): value for key, value in found.items()}
    if provider in TRACK_UNLESS_TOLD:
        told["SEND_DEFAULTS"] = {"track_opens": False, "track_clicks": False}
    return told


def mail_events_secret(name: str, *, provider: str) -> str:
    """USER:PASSWORD, or none; a wrong one is not repeated."""
    written = text(name)
    if written and provider not in MAIL_PROVIDERS:
        raise WrongSetting(f"{name} is of use only with a mail provider (EMAIL_PROVIDER).")
    if written and (not re.fullmatch(r"[!-9;-~]+:[!-~]+", written) or len(written) < ENOUGH):
        raise WrongSetting(
            f"{name} must be USER:PASSWORD, {ENOUGH} characters or more in all, without spaces."
        )
    return written


def email(name: str) -> str:
    """An address, or none."""
    written = text(name)
    try:
        if written:
            validate_email(written)
    except ValidationError:
        raise WrongSetting(f"{name} must be an address like ada@example.org, and is {written!r}.") from None
    return written


def class_name(name: str, *, default: str) -> str:
    """A class by its dotted name. Its module must be there; Django imports it when it is needed."""
    written = text(name, default=default)
    module, _dot, last = written.rpartition(".")
    try:
        if last.isidentifier() and find_spec(module) is not None:
            return written
    except (ImportError, ValueError):
        pass
    raise WrongSetting(
        f"{name} must be a class of a module that is installed, like {default}, and is {written!r}."
    )


def options(name: str) -> dict[str, Any]:
    """Names and values as a JSON object. Wrong ones are not repeated: they may hold a password."""
    try:
        found = json.loads(text(name, default="{}"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise WrongSetting(f'{name} must be a JSON object such as {{"bucket_name": "photos"}}.')
    return found


def push_hosts(name: str, *, default: Sequence[str]) -> list[str]:
    """Names, .names for all below them, and origins with a literal address."""
    entries = names(name, default=default)
    try:
        PushHosts.read(entries)
    except NotAPushHost as error:
        raise WrongSetting(
            f"{name} must be names such as push.example.org, .push.example.org for all below it, or origins "
            f"such as http://127.0.0.1:9000, and has {str(error)!r}."
        ) from None
    return entries


def database(name: str, *, default: str) -> dict[str, Any]:
    """What Django calls a database."""
    allowed = "sqlite:///PATH or postgres://USER:PASSWORD@HOST/NAME"
    return _address(name, _database, default=default, allowed=allowed)


def mail_server(name: str, *, default: str) -> dict[str, Any]:
    """Django's settings of mail."""
    allowed = "smtp://HOST:PORT or smtp+tls://USER:PASSWORD@HOST:PORT"
    return _address(name, _mail_server, default=default, allowed=allowed)


def broker(name: str, *, default: str) -> str:
    return _address(name, _broker, default=default, allowed="redis://HOST:PORT/NUMBER or unix:///PATH")


def _address(name: str, read: Callable[[str], Read], *, default: str, allowed: str) -> Read:
    """A wrong one is not repeated: it may hold a password."""
    try:
        return read(text(name, default=default))
    except (ValueError, ImproperlyConfigured):
        raise WrongSetting(f"{name} must be {allowed}.") from None


def _database(url: str) -> dict[str, Any]:
    if not re.match(r"(sqlite:///|postgres(ql)?://).", url):
        raise ValueError
    found: dict[str, Any] = environ.Env.db_url_config(url)
    return found


def _mail_server(url: str) -> dict[str, Any]:
    found: dict[str, Any] = environ.Env.email_url_config(url)
    if url.startswith("smtp") and not found["EMAIL_HOST"]:
        raise ValueError
    return found


def _broker(url: str) -> str:
    parts = urlsplit(url)
    is_redis = parts.scheme in ("redis", "rediss") and parts.port != 0  # asked: a wrong port is a ValueError
    if not (parts.netloc if is_redis else parts.scheme == "unix" and parts.path):
        raise ValueError
    return url
