"""Who needs a second factor before they see the data of others, and who has one.

That nobody sees anything without it is asked where every access begins: `CareLinkQuerySet.held_by`.
"""

from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.models import User

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
FEW_CODES = 2  # so many that it is time for new ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """What somebody can show at the second step; `codes` is how many recovery codes are left."""

    passkey: bool
    app: bool
    codes: int

    @property
    def few_codes(self) -> bool:
        return self.codes <= FEW_CODES


def factors_of(account: User) -> Factors:
    found = {one.type: one for one in Authenticator.objects.filter(user=account)}
    codes = found.get(Authenticator.Type.RECOVERY_CODES)
    used = codes.data.get("used_mask", 0) if codes is not None else 0
    return Factors(
        passkey=Authenticator.Type.WEBAUTHN in found,
        app=Authenticator.Type.TOTP in found,
        codes=0 if codes is None else app_settings.RECOVERY_CODE_COUNT - used.bit_count(),
    )


def needs_second_factor(account: User) -> bool:
    """Whoever sees others by profession, or runs the installation."""
    return settings.SECOND_FACTOR and (account.is_staff or account.is_therapist)


def lacks_second_factor(account: User) -> bool:
    return needs_second_factor(account) and not has_one(account)


def has_one(account: User) -> bool:
    """Recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=account, type__in=KINDS).exists())


def has_just_one(account: User) -> bool:
    """With it the recovery codes would go."""
    return bool(Authenticator.objects.filter(user=account, type__in=KINDS).count() == 1)
