"""Short texts that we hand out and get back, and that nobody reads on the way."""

import base64
import hashlib
from binascii import Error
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings


def sealed(text: str, *, purpose: str) -> str:
    """The same text for the same purpose has the same seal, so that answers that hold it can be compared."""
    return base64.urlsafe_b64encode(_seal().encrypt(text.encode(), [purpose.encode()])).decode()


def opened(text: str, *, purpose: str) -> str:
    """What was sealed for that purpose. Raises ValueError for what was not, or not here."""
    try:
        return _seal().decrypt(base64.urlsafe_b64decode(text.encode()), [purpose.encode()]).decode()
    except (InvalidTag, Error, UnicodeEncodeError):
        raise ValueError("not sealed here") from None


@cache
def _seal() -> AESSIV:
    return AESSIV(hashlib.sha512(b"api.seal" + settings.SECRET_KEY.encode()).digest())
