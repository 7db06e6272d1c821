"""Tokens of programs: made, recognised, ended."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Q

from accounts.domain.errors import FieldError
from accounts.domain.text import clean_line
from accounts.domain.vocabulary import AuditAction, AuditSubject, TokenScope
from accounts.errors import InvalidToken, IsLeaving, SecondFactorMissing, TooManyTokens, WrongPassword
from accounts.models import ApiToken, AuditEvent, Patient, User
from accounts.questions import Question, Row, columns, made_of
from accounts.services.second_factor import has_one, lacks_second_factor

PREFIX = "frt_"  # a key that leaks into a text can be found again
RANDOM_BYTES = 32
TOKENS_ALLOWED = 50  # live ones of an account
USE_IS_KNOWN_WITHIN = timedelta(minutes=5)  # a write for each request would cost more than it tells


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeToken:
    """A new token and its key, which is shown once and kept nowhere."""

    key: str
    token: ApiToken


def make_token(
    *, account: User, name: str, scope: TokenScope, now: datetime, by_password: bool = False
) -> MadeToken:
    """Let a program act as the account. Raises TooManyTokens, and InvalidToken for a name of several lines.

    Raises WrongPassword where a new password was saved after the account was read: whoever came in
    with the old one would stay in by a token made a moment later. Raises SecondFactorMissing where the
    account needs a second factor and has none, and where it has one and `by_password` says that nothing
    but the password was asked: the token would outlive what it was made by. Raises IsLeaving while the
    account waits to be erased: every key ended when that began.
    """
    try:
        name = clean_line(name, field="name")
    except FieldError as error:
        raise InvalidToken([error]) from None
    with transaction.atomic():
        current = User.objects.select_for_update(no_key=True).get(pk=account.pk)
        if current.password != account.password:
            raise WrongPassword
        if current.is_leaving:
            raise IsLeaving
        if lacks_second_factor(current) or (by_password and has_one(current)):
            raise SecondFactorMissing
        if ApiToken.objects.filter(account=account).count() >= TOKENS_ALLOWED:
            raise TooManyTokens
        return make_tokens(accounts=[account], name=name, scope=scope, now=now)[0]


def make_tokens(*, accounts: Sequence[User], name: str, scope: TokenScope, now: datetime) -> list[MadeToken]:
    """One for each of the accounts, in two queries however many they are, and without a limit."""
    made = []
    for account in accounts:
        key = new_key()
        token = ApiToken(account=account, name=name, scope=scope, key_hash=key_hash(key), made_at=now)
        made.append(MadeToken(key=key, token=token))
    with transaction.atomic():
        tokens = ApiToken.objects.bulk_create(each.token for each in made)
        AuditEvent.objects.bulk_create(
            _event(token, AuditAction.TOKEN_MADE, by=token.account) for token in tokens
        )
    return made


def token_behind(key: str, *, now: datetime) -> ApiToken | None:
    """The token of a key with its account; None for one that is unknown, ended or of a closed account."""
    rows = _BEHIND(key_hash=key_hash(key))
    if not rows:
        return None
    found = _token_of(rows[0])
    if found.last_used_at is None or found.last_used_at < now - USE_IS_KNOWN_WITHIN:
        not_since = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_IS_KNOWN_WITHIN)
        ApiToken.objects.filter(not_since, pk=found.pk).update(last_used_at=now)
    return found


def end_token(*, token: ApiToken, by: User) -> None:
    """The program is out with its next request."""
    with transaction.atomic():
        ended, _rows = ApiToken.objects.filter(pk=token.pk).delete()
        if ended:
            _event(token, AuditAction.TOKEN_ENDED, by=by).save()


def end_all_tokens(*, account: User) -> None:
    """Call it with every new password: somebody else may have known the old one."""
    with transaction.atomic():
        for token in account.api_tokens.all():
            end_token(token=token, by=account)


def new_key() -> str:
    return PREFIX + secrets.token_urlsafe(RANDOM_BYTES)


def key_hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


_BEHIND = Question(
    lambda key_hash: ApiToken.objects.filter(key_hash=key_hash, account__is_active=True).values_list(
        *columns(ApiToken), *columns(User, "account__"), *columns(Patient, "account__patient__")
    ),
    key_hash=CharField(),
)


def _token_of(row: Row) -> ApiToken:
    """The token with its account, and the account with its diary if it keeps one."""
    of_account, of_patient = len(columns(ApiToken)), len(columns(ApiToken)) + len(columns(User))
    token, account = made_of(ApiToken, row[:of_account]), made_of(User, row[of_account:of_patient])
    token.account = account
    # As `select_related` leaves it, None included: nobody asks the database again.
    User.patient.related.set_cached_value(account, None)
    if row[of_patient] is not None:
        made_of(Patient, row[of_patient:]).user = account
    return token


def _event(token: ApiToken, action: AuditAction, *, by: User) -> AuditEvent:
    return AuditEvent(
        actor_key=by.audit_key,
        patient_key=token.account.audit_key,
        action=action,
        subject=AuditSubject.ACCOUNT,
        subject_key=token.public_id,
        detail={"scope": token.scope},
    )
