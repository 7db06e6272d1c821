"""Browsers that somebody has signed in with before, so that a stranger's guesses don't lock them out.

Five wrong passwords in five minutes stop every browser that an address has never been used in. One that
has counts for itself. Its mark lies in a cookie: random, sealed with the account, and telling neither.

Only an account that confirmed its address has marks: whoever joins with somebody else's address, however
often, would otherwise make ever new ones to guess with.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.services.addresses import confirmed_address, owner_of

MARKS_KEPT = 5  # accounts of a shared phone
KNOWN_FOR = timedelta(days=365)
BETWEEN = "."
# In `request.META`: the account whose browser this one is from this answer on.
KNOWN_FROM_NOW = "fallrisk.device_of"


def mark_of(request: HttpRequest, account: User | None) -> str:
    """The mark that this browser has for the account, "" where there is none."""
    if account is None:
        return ""
    return next((mark for mark in _marks(request) if _is_of(mark, account)), "")


def mark_of_address(request: HttpRequest, address: str) -> str:
    """That of the account that confirmed the address. Browsers without any mark ask no database."""
    return mark_of(request, owner_of(address)) if _marks(request) else ""


def know_device(request: HttpRequest, response: HttpResponse, account: User) -> None:
    """Mark the browser as one that the account was used in, once its address is confirmed."""
    if confirmed_address(account) is None:
        return
    others = [mark for mark in _marks(request) if not _is_of(mark, account)]
    mark = mark_of(request, account) or _signer(account).sign(secrets.token_urlsafe(16))
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        BETWEEN.join([mark, *others][:MARKS_KEPT]),
        max_age=int(KNOWN_FOR.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> list[str]:
    return [mark for mark in request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "").split(BETWEEN) if mark]


def _is_of(mark: str, account: User) -> bool:
    try:
        _signer(account).unsign(mark, max_age=KNOWN_FOR)
    except BadSignature:
        return False
    return True


def _signer(account: User) -> TimestampSigner:
    return TimestampSigner(salt=f"accounts.devices:{account.public_id}")
