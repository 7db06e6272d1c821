"""Tokens of programs: made, recognised, ended."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.domain.vocabulary import AuditAction, AuditSubject, TokenScope
from accounts.errors import TooManyTokens
from accounts.models import ApiToken, User
from accounts.services.audit import record_event

PREFIX = "frt_"  # a key that leaks into a text can be found again
RANDOM_BYTES = 32
TOKENS_ALLOWED = 50  # live ones of an account
USE_IS_KNOWN_WITHIN = timedelta(minutes=5)  # a write for each request would cost more than it tells


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeToken:
    """A new token and its key, which is shown once and kept nowhere."""

    key: str
    token: ApiToken


def make_token(*, account: User, name: str, scope: TokenScope, now: datetime) -> MadeToken:
    """Let a program act as the account. Raises TooManyTokens."""
    key = new_key()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=account.pk)
        if ApiToken.objects.filter(account=account).count() >= TOKENS_ALLOWED:
            raise TooManyTokens
        token = ApiToken.objects.create(
            account=account, name=name, scope=scope, key_hash=key_hash(key), made_at=now
        )
        _record(token, AuditAction.TOKEN_MADE, by=account)
    return MadeToken(key=key, token=token)


def token_behind(key: str, *, now: datetime) -> ApiToken | None:
    """The token of a key with its account; None for one that is unknown, ended or of a closed account."""
    found = (
        ApiToken.objects.select_related("account__patient", "account__therapist")
        .filter(key_hash=key_hash(key), account__is_active=True)
        .first()
    )
    if found is None:
        return None
    if found.last_used_at is None or found.last_used_at < now - USE_IS_KNOWN_WITHIN:
        not_since = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_IS_KNOWN_WITHIN)
        ApiToken.objects.filter(not_since, pk=found.pk).update(last_used_at=now)
    return found


def end_token(*, token: ApiToken, by: User) -> None:
    """The program is out with its next request."""
    with transaction.atomic():
        ended, _rows = ApiToken.objects.filter(pk=token.pk).delete()
        if ended:
            _record(token, AuditAction.TOKEN_ENDED, by=by)


def end_all_tokens(*, account: User) -> None:
    """Whoever chooses a new password may do so because somebody else knew the old one."""
    for token in ApiToken.objects.filter(account=account).select_related("account"):
        end_token(token=token, by=account)


def new_key() -> str:
    return PREFIX + secrets.token_urlsafe(RANDOM_BYTES)


def key_hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _record(token: ApiToken, action: AuditAction, *, by: User) -> None:
    record_event(
        actor=by,
        about=token.account,
        action=action,
        subject=AuditSubject.ACCOUNT,
        subject_key=token.public_id,
        detail={"scope": token.scope},
    )
