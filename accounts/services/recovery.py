"""A forgotten password where nobody has confirmed the address: its mail box says whose account it is."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.db.models import Count, F, QuerySet

from accounts.models import CareLink, User

KEY_LIFETIME = timedelta(days=3)
OFFERED = 200  # accounts; more on one address is somebody's game
_signer = signing.TimestampSigner(salt="accounts.recovery")


def recovery_key(address: str) -> str:
    """What the link of the mail carries: it proves the mail box, and dies when the address is confirmed."""
    return _signer.sign_object(address)


def address_of(key: str) -> str | None:
    """The address that a link was mailed to; None for one that is too old or not ours."""
    try:
        return str(_signer.unsign_object(key, max_age=KEY_LIFETIME))
    except signing.BadSignature:
        return None


def recoverable(address: str) -> QuerySet[User]:
    """Accounts that joined with an address which nobody has confirmed, those with a diary and older first.

    Not accounts that claim it as their next address: another mail box has confirmed those.
    """
    if EmailAddress.objects.filter(email=address, verified=True).exists():
        return User.objects.none()
    confirmed_elsewhere = EmailAddress.objects.filter(verified=True).values("user")
    claiming = EmailAddress.objects.filter(email=address).exclude(user__in=confirmed_elsewhere)
    accounts = User.objects.filter(pk__in=claiming.values("user"), is_active=True).select_related("patient")
    return accounts.order_by(F("patient__pk").asc(nulls_last=True), "date_joined", "pk")


def watchers(accounts: QuerySet[User]) -> dict[int, int]:
    """How many people and clinics may see each account's diary."""
    links = CareLink.objects.active().filter(patient__user__in=accounts.values("pk"))
    counted = links.values("patient__user").annotate(number=Count("pk"))
    return {row["patient__user"]: row["number"] for row in counted}
