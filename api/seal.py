"""Short texts that we hand out and get back, and that nobody reads on the way."""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def sealed(text: str) -> str:
    return _seal().encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """What was sealed. Raises ValueError for what this installation's secret did not seal."""
    try:
        return _seal().decrypt(text.encode()).decode()
    except (InvalidToken, UnicodeEncodeError):
        raise ValueError("not sealed here") from None


@cache
def _seal() -> Fernet:
    digest = hashlib.sha256(b"api.seal" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
