"""Who needs a second factor before they see the data of others, and who has one.

That nobody sees anything without it is asked where every access begins: `CareLinkQuerySet.held_by`.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.models import User


def lacks_second_factor(account: User) -> bool:
    """Whoever sees others by profession, or runs the installation, and has none yet."""
    return settings.SECOND_FACTOR and (account.is_staff or account.is_therapist) and not has_one(account)


def has_one(account: User) -> bool:
    """Recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=account, type__in=kinds).exists())
