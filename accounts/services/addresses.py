"""The address of an account: claimed at once, the account's own once confirmed from its mail box."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from accounts.errors import AddressTaken
from accounts.models import AccountMail, User
from accounts.services.mails import promise_mail
from accounts.services.tokens import end_all_tokens


def claimed_address(account: User) -> EmailAddress | None:
    """The address that still waits to be confirmed."""
    claim: EmailAddress | None = (
        EmailAddress.objects.filter(user=account, verified=False).order_by("-pk").first()
    )
    return claim


def confirmed_address(account: User) -> str | None:
    """Where mail about the account may go."""
    found = EmailAddress.objects.filter(user=account, verified=True).values_list("email", flat=True).first()
    return str(found) if found else None


def owner_of(address: str) -> User | None:
    """The account that confirmed the address."""
    claim = EmailAddress.objects.filter(email=address.lower(), verified=True).select_related("user").first()
    return claim.user if claim is not None else None


def promise_notice(
    *, kind: AccountMail.Kind, account: User, change: AccountMail.Change | None = None
) -> AccountMail | None:
    """A notice about the account to its confirmed address; None where it has none."""
    address = confirmed_address(account)
    return promise_mail(kind=kind, address=address, account=account, change=change) if address else None


def change_address(*, account: User, address: str) -> AccountMail | None:
    """Claim another address; a confirmed one stays in use until the new one is confirmed.

    A claim is always a new row, because the link in a mail stands for its row.
    """
    address = address.lower()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=account.pk)
        EmailAddress.objects.filter(user=account, verified=False).delete()
        if EmailAddress.objects.filter(user=account, email=address).exists():
            return None
        first = not EmailAddress.objects.filter(user=account).exists()
        EmailAddress.objects.create(user=account, email=address, primary=first)
        if first:
            account.email = address
            account.save(update_fields=["email"])
        return promise_mail(kind=AccountMail.Kind.CONFIRM_ADDRESS, address=address, account=account)


def confirm_address(*, claim: EmailAddress) -> AccountMail | None:
    """Make the claim the account's one address. Raises AddressTaken where another account was first.

    Returns the mail that tells the address before it; hand its id to a worker.
    """
    try:
        with transaction.atomic():
            account = User.objects.select_for_update().get(pk=claim.user_id)
            before = confirmed_address(account)
            EmailAddress.objects.filter(user=account).exclude(pk=claim.pk).delete()
            # One confirmed account an address: the database's own rule refuses the second.
            if not EmailAddress.objects.filter(pk=claim.pk).update(verified=True, primary=True):
                raise AddressTaken
            account.email = claim.email
            account.save(update_fields=["email"])
            if before is None or before == claim.email:
                return None
            return promise_mail(kind=AccountMail.Kind.ADDRESS_CHANGED, address=before, account=account)
    except IntegrityError:
        raise AddressTaken from None


def recover(*, account: User, address: str, password: str) -> None:
    """Confirm the address for the account and give it a new password, which ends its sessions and tokens.

    Raises AddressTaken where the address was confirmed, or given up by the account, meanwhile.
    """
    hashed = make_password(password)  # slow on purpose, so not while others wait for the transaction
    with transaction.atomic():
        claim = EmailAddress.objects.filter(user=account, email=address, verified=False).first()
        if claim is None:
            raise AddressTaken
        confirm_address(claim=claim)
        User.objects.filter(pk=account.pk).update(password=hashed)
        end_all_tokens(account=account)
