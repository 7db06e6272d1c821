"""Where mail to an account goes."""

from datetime import datetime

from allauth.account.models import EmailAddress

from accounts.models import User
from reminders.models import DeadAddress


def address_of(account: User) -> str | None:
    """The confirmed one that they use, unless mail came back from it."""
    email = _used_by(account)
    return email if email and not _is_dead(account, email) else None


def dead_address_of(account: User) -> str | None:
    """The confirmed one that they use, where mail came back from it."""
    email = _used_by(account)
    return email if email and _is_dead(account, email) else None


def _used_by(account: User) -> str | None:
    known = EmailAddress.objects.filter(user=account, verified=True, primary=True).first()
    return str(known.email) if known is not None else None


def _is_dead(account: User, email: str) -> bool:
    return DeadAddress.objects.filter(account=account, address__iexact=email).exists()


def off_since(account: User) -> datetime | None:
    """Since when nothing goes to the address that they use, because mail came back from it."""
    email = _used_by(account)
    dead = DeadAddress.objects.filter(account=account, address__iexact=email) if email else None
    return dead.values_list("since", flat=True).first() if dead is not None else None


def switch_off(*, account: User, address: str) -> None:
    """Mail came back from there for good."""
    DeadAddress.objects.get_or_create(account=account, address=address.lower())


def switch_on(*, account: User, address: str) -> None:
    DeadAddress.objects.filter(account=account, address=address.lower()).delete()
