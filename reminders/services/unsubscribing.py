"""Links that end mails of one kind to one account, without a sign-in (RFC 8058)."""

from uuid import UUID

from django.core import signing

_SIGNER = signing.Signer(salt="reminders.unsubscribe")


def unsubscribe_token(*, account: UUID, of: str) -> str:
    """Opaque to whom it is not for, and good for nothing but ending `of` for that account."""
    return _SIGNER.sign(f"{account.hex}.{of}")


def read_token(token: str) -> tuple[UUID, str] | None:
    """Whose token it is, and of what; None where it is none of ours."""
    try:
        account, _, of = _SIGNER.unsign(token).partition(".")
        return UUID(account), of
    except (signing.BadSignature, ValueError):
        return None
