"""Admins made from the console of the server, where whoever types is trusted with everything."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.domain.vocabulary import AuditAction, AuditSubject
from accounts.errors import AddressTaken, AdminExists
from accounts.models import User
from accounts.services.audit import record_event
from accounts.services.mails import new_password_link


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeAdmin:
    """An admin without a password, and the link behind which they choose one."""

    account: User
    link: str


def make_admin(*, address: str, another: bool = False) -> MadeAdmin:
    """Make an admin, or where that one has not chosen a password yet, only a new link.

    The address counts as confirmed: the operator vouches for it. Raises AdminExists where there is an
    admin and `another` was not asked for, AddressTaken where the address belongs to an account.
    """
    address = address.lower()
    with transaction.atomic():
        claim = EmailAddress.objects.select_related("user").filter(email=address, verified=True).first()
        if claim is not None:
            account: User = claim.user
            if not account.is_superuser or account.has_usable_password():
                raise AddressTaken
        else:
            if not another and User.objects.filter(is_superuser=True, is_active=True).exists():
                raise AdminExists
            account = User.objects.create_superuser(address)
            EmailAddress.objects.create(user=account, email=address, primary=True, verified=True)
            record_event(
                actor=None, about=account, action=AuditAction.ADMIN_MADE, subject=AuditSubject.ACCOUNT
            )
    return MadeAdmin(account=account, link=new_password_link(account))
