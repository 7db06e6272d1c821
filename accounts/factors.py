"""Where the second factor of django-allauth meets this product."""

import base64
from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets are kept encrypted, names of passkeys are words, and none but a verified address adds one."""

    error_messages: ClassVar[dict[str, Promise | str]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This did not work. Try again, with a fresh code."),
        "unverified_email": gettext_lazy("Confirm your address first: the mail with the link is on its way."),
    }

    def get_totp_issuer(self) -> str:
        return settings.APP_NAME

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, kind: Any) -> str:  # noqa: ANN401 - allauth's own
        number = Authenticator.objects.filter(user=user, type=kind).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(number)s") % {"number": number}


def _keys() -> MultiFernet:
    """Of the secret key and those before it: a dump of the database alone signs nobody in."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_key(str(secret)) for secret in secrets])


def _key(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"second factor").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
