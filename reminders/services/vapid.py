"""The key that push services know us by."""

import base64
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings

from reminders.domain.push_hosts import origin_of
from reminders.models import VapidKey
from reminders.models.vapid_key import THE_ONE

GOOD_FOR = timedelta(hours=12)  # RFC 8292, 2: at most a day


def vapid_key() -> VapidKey:
    """Made at first need, and never again.

    Of several processes that need it at once one inserts the row; its primary key makes the others wait
    and take that one.
    """
    known = VapidKey.objects.filter(pk=THE_ONE).first()
    if known is not None:
        return known
    private_pem, public = _new_pair()
    key, _made = VapidKey.objects.get_or_create(
        pk=THE_ONE, defaults={"private_pem": private_pem, "public": public}
    )
    return key


def authorization(endpoint: str, *, now: datetime) -> str:
    """The header that names us to the push service of an endpoint."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from py_vapid import jwt

    key = vapid_key()
    claims = {"aud": origin_of(endpoint), "exp": int((now + GOOD_FOR).timestamp()), "sub": subject()}
    token: str = jwt.sign(claims, load_pem_private_key(key.private_pem.encode(), password=None))
    return f"vapid t={token},k={key.public}"


def subject() -> str:
    """Whom a push service may write to. Some refuse a name that is nobody's: then this site itself."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if address.endswith("@localhost") and settings.ORIGIN.startswith("https://"):
        return str(settings.ORIGIN)
    return f"mailto:{address}"


def _new_pair() -> tuple[str, str]:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    point = private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return pem.decode(), base64.urlsafe_b64encode(point).rstrip(b"=").decode()
