"""Addresses that mail comes back from are switched off, until their account says that they work."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.services.addresses import owner_of
from reminders.domain.bounces import Bounce
from reminders.domain.kinds import Channel, State, Why
from reminders.models import Delivery
from reminders.services.addresses import switch_off


def take_back(bounce: Bounce, *, now: datetime) -> bool:
    """Switch off the address that a mail of ours came back from; False where it is known, or not so.

    Anybody can write such a report. Who knows the id of the mail has had it, or carried it, and the address
    must be the one that its account has. Each mail comes back once: an address that is used again stays so.
    """
    delivery = (
        Delivery.objects.filter(public_id=bounce.delivery, state=State.SENT, channel=Channel.MAIL)
        .select_related("account")
        .first()
    )
    if delivery is None:
        return False
    known = EmailAddress.objects.filter(
        user=delivery.account, verified=True, email__in=bounce.addresses
    ).first()
    if known is None:
        return False
    with transaction.atomic():
        switch_off(account=delivery.account, address=known.email)
        Delivery.objects.filter(pk=delivery.pk).update(state=State.FAILED, why=Why.CAME_BACK)
    return True


def came_back(address: str) -> bool:
    """The same, on the word of the mail provider, which knows no id of ours."""
    account = owner_of(address) if address.isprintable() else None  # no database takes a NUL
    if account is not None:
        switch_off(account=account, address=address)
    return account is not None
