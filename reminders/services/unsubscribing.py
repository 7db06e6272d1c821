"""Links that end mails of one kind to one account, without a sign-in (RFC 8058)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.core import signing

from accounts.models import User
from reminders.domain.kinds import Kind
from reminders.domain.ways import Way
from reminders.models import DigestChoice, ReminderChoice
from reminders.services.digest_choices import change_choice
from reminders.services.reminder_choices import end_mails

_SIGNER = signing.Signer(salt="reminders.unsubscribe")


def unsubscribe_token(*, account: UUID, of: str) -> str:
    """Opaque to whom it is not for, and good for nothing but ending `of` for that account."""
    return _SIGNER.sign(f"{account.hex}.{of}")


def read_token(token: str) -> tuple[UUID, str] | None:
    """Whose token it is, and of what; None where it is none of ours."""
    try:
        account, _, of = _SIGNER.unsign(token).partition(".")
        return (UUID(account), of) if of in LISTS else None
    except (signing.BadSignature, ValueError):
        return None


def unsubscribe(*, account: UUID, of: str, now: datetime) -> None:
    """Doing it again changes nothing, and neither does it for an account that is gone."""
    known = User.objects.filter(public_id=account).first()
    if known is not None:
        LISTS[of](known, now)


def is_unsubscribed(*, account: UUID, of: str) -> bool:
    """Whether none of them come; so also for an account that is gone."""
    known = User.objects.filter(public_id=account).first()
    return known is None or OFF[of](known)


def _has_no_digests(account: User) -> bool:
    return DigestChoice.objects.filter(pk=account.pk, is_on=False).exists()


def _has_no_reminders(account: User) -> bool:
    return ReminderChoice.objects.filter(pk=account.pk, way=Way.PHONE).exists()


def _no_digests(account: User, now: datetime) -> None:
    change_choice(account, now=now, is_on=False)


def _no_reminders(account: User, now: datetime) -> None:
    end_mails(account, now=now)


# What can be ended so: the weekly email, and reminders of all kinds as far as they come by mail.
REMINDERS = "reminders"
LISTS: Mapping[str, Callable[[User, datetime], None]] = {
    Kind.DIGEST: _no_digests,
    REMINDERS: _no_reminders,
}
OFF: Mapping[str, Callable[[User], bool]] = {Kind.DIGEST: _has_no_digests, REMINDERS: _has_no_reminders}
