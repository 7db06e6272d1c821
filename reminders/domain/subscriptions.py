"""What a browser gives to whoever may send to it: an address and two keys."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any, Self

from accounts.domain.errors import FieldError

MOST = 4000  # characters of the whole; browsers send about 500
LONGEST_ENDPOINT = 2000  # what PostgreSQL still takes into an index; they come with 100 to 700
AUTH_BYTES = 16  # RFC 8291, 3.2
POINT_BYTES = 65  # RFC 8291, 3.1: uncompressed P-256
BASE64URL = re.compile(r"[A-Za-z0-9_-]+={0,2}")


class NotASubscription(FieldError):
    code = "not_a_subscription"
    words = "This browser sent something that is not understood here. Reload the page, then try again."


class PushHostNotAllowed(FieldError):
    code = "push_host_not_allowed"
    words = "Notifications cannot be sent to this browser: its push service is not one that is known here."


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSubscription:
    """`endpoint` is as good as a key: whoever knows it can end the subscription. It enters no log."""

    endpoint: str
    p256dh: str
    auth: str

    @classmethod
    def read(cls, text: str) -> Self:
        """From the browser's own JSON. Raises NotASubscription."""
        try:
            told: Any = json.loads(text) if len(text) <= MOST else None
            found = cls(
                endpoint=told["endpoint"],
                p256dh=_key(told["keys"]["p256dh"], POINT_BYTES),
                auth=_key(told["keys"]["auth"], AUTH_BYTES),
            )
            _refuse_a_point_off_the_curve(found.p256dh)
        except (ValueError, TypeError, LookupError, RecursionError):
            raise NotASubscription(field="subscription") from None
        if not _is_endpoint(found.endpoint):
            raise NotASubscription(field="subscription")
        return found


def _is_endpoint(told: object) -> bool:
    return isinstance(told, str) and told.isascii() and told.isprintable() and len(told) <= LONGEST_ENDPOINT


def _key(told: object, length: int) -> str:
    """Base64url without its padding."""
    if not isinstance(told, str) or not BASE64URL.fullmatch(told):
        raise ValueError
    bare = told.rstrip("=")
    if len(bytes_of(bare)) != length:
        raise ValueError
    return bare


def bytes_of(base64url: str) -> bytes:
    """Raises ValueError."""
    try:
        return base64.urlsafe_b64decode(base64url + "=" * (-len(base64url) % 4))
    except binascii.Error as error:
        raise ValueError from error


def _refuse_a_point_off_the_curve(p256dh: str) -> None:
    # Imported when somebody subscribes: the pages do without it.
    from cryptography.hazmat.primitives.asymmetric import ec

    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(p256dh))
