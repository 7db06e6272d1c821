"""Browsers that somebody has signed in with before, so that a stranger's guesses don't lock them out.

Five wrong passwords in five minutes stop every browser that an address has never been used in. One that
has counts for itself. Its mark lies in a cookie: random, sealed with the address, and telling neither.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

MARKS_KEPT = 5  # accounts of a shared phone
KNOWN_FOR = timedelta(days=365)
BETWEEN = "."
# In `request.META`: the address whose browser this one is from this answer on.
KNOWN_FROM_NOW = "fallrisk.device_of"


def mark_of(request: HttpRequest, address: str) -> str:
    """The mark that this browser has for the address, "" where there is none."""
    return next((mark for mark in _marks(request) if _is_of(mark, address)), "")


def know_device(request: HttpRequest, response: HttpResponse, address: str) -> None:
    """Mark the browser as one that the address was used in."""
    others = [mark for mark in _marks(request) if not _is_of(mark, address)]
    mark = mark_of(request, address) or _signer(address).sign(secrets.token_urlsafe(16))
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


def _is_of(mark: str, address: str) -> bool:
    try:
        _signer(address).unsign(mark, max_age=KNOWN_FOR)
    except BadSignature:
        return False
    return True


def _signer(address: str) -> TimestampSigner:
    return TimestampSigner(salt=f"accounts.devices:{address.lower()}")
