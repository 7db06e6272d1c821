"""What people have agreed to: kept with its version and day."""

from datetime import datetime

from accounts.domain.consents import VERSIONS, ConsentTo
from accounts.domain.vocabulary import AuditAction, AuditSubject
from accounts.models import Consent, User
from accounts.services.audit import record_event


def agree(*, account: User, to: ConsentTo, now: datetime) -> Consent:
    """To the words as they are now. Agreeing again changes nothing."""
    consent, made = Consent.objects.get_or_create(
        account=account, to=to, version=VERSIONS[to], taken_back_at=None, defaults={"given_at": now}
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


def take_back(*, account: User, to: ConsentTo, now: datetime) -> None:
    """Whatever words they agreed to. Taking it back again changes nothing."""
    if Consent.objects.of(account).filter(to=to, taken_back_at=None).update(taken_back_at=now):
        record_event(
            actor=account,
            about=account,
            action=AuditAction.TOOK_BACK,
            subject=AuditSubject.ACCOUNT,
            detail={"to": to},
        )


def has_agreed(account: User, to: ConsentTo) -> bool:
    """To the words as they are now."""
    return Consent.objects.of(account).in_force(to).exists()
