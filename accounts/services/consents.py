"""What people have agreed to: kept with its version and day."""

from datetime import datetime

from accounts.domain.consents import VERSIONS, ConsentTo
from accounts.domain.vocabulary import AuditAction, AuditSubject
from accounts.models import Consent, User
from accounts.services.audit import record_event


def agree(*, account: User, to: ConsentTo, now: datetime) -> Consent:
    """To the words as they are now. Agreeing again changes nothing."""
    consent, made = Consent.objects.get_or_create(
        account=account, to=to, version=VERSIONS[to], defaults={"given_at": now}
    )
    if made:
        record_event(
            actor=account,
            about=account,
            action=AuditAction.AGREED,
            subject=AuditSubject.ACCOUNT,
            detail={"to": to, "version": consent.version},
        )
    return consent


def has_agreed(account: User, to: ConsentTo) -> bool:
    """To the words as they are now."""
    return Consent.objects.of(account).filter(to=to, version=VERSIONS[to]).exists()
