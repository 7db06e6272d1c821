"""Second steps as people have them: an app that shows codes, and codes on paper."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from accounts.models import User
from tests.people import PASSWORD, signed_in


def confirmed(client: Client) -> Client:
    """Whoever sits there has just typed their password."""
    client.post("/password/again/", {"password": PASSWORD})
    return client


def by_password(account: User) -> Client:
    """Signed in with the password, and no further."""
    client = Client()
    client.post("/sign-in/", {"login": account.email, "password": PASSWORD})
    return client


def app_code(secret: str) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def secret_in(page: str) -> str:
    found = re.search(r'<strong class="key" translate="no">([A-Z2-7 ]+)</strong>', page)
    assert found
    return found[1].replace(" ", "")


def add_app(client: Client) -> tuple[str, list[str]]:
    """The secret of the app that is set up there, and the recovery codes that come with it."""
    secret = secret_in(confirmed(client).get("/ways-in/app/").content.decode())
    shown = client.post("/ways-in/app/", {"code": app_code(secret)}, follow=True).content.decode()
    return secret, re.findall(r"<li>(\d{8})</li>", shown)


def leave_codes(account: User, left: int) -> None:
    """The first so many of the ten codes are unused, the others are used up."""
    row = Authenticator.objects.get(user=account, type=Authenticator.Type.RECOVERY_CODES)
    row.data["used_mask"] = 2**10 - 2**left
    row.save()


def with_app(account: User) -> tuple[Client, str, list[str]]:
    """Their client, the secret of their app, and their recovery codes."""
    client = signed_in(account)
    return client, *add_app(client)
