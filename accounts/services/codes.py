"""One-time codes: made, hashed, and guessed at no more than five times an hour."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.domain.codes import WRONG_CODES_ALLOWED, WRONG_CODES_WITHIN, normalised_code
from accounts.errors import TooManyWrongCodes, WrongCode
from accounts.models import User, WrongCodeTry


def code_hash(code: str) -> str:
    """A keyed hash, so that a stolen table is no list of codes; 64 hex digits."""
    return salted_hmac("accounts.codes", normalised_code(code), algorithm="sha256").hexdigest()


def lock_code_tries(account: User, now: datetime) -> None:
    """Wait for other tries of this account and refuse when too many were wrong. Needs a transaction."""
    User.objects.select_for_update().get(pk=account.pk)
    tries = WrongCodeTry.objects.filter(account=account, tried_at__gt=now - WRONG_CODES_WITHIN)
    if tries.count() >= WRONG_CODES_ALLOWED:
        raise TooManyWrongCodes


@contextmanager
def code_entry(account: User, now: datetime) -> Iterator[None]:
    """A transaction in which a code is looked up. A wrong code is counted, and still raised.

    Counting happens under the same lock as the look-up: a hundred guesses at once are still five.
    """
    wrong: WrongCode | None = None
    with transaction.atomic():
        lock_code_tries(account, now)
        try:
            yield
        except WrongCode as error:
            WrongCodeTry.objects.create(account=account, tried_at=now)
            wrong = error
    if wrong is not None:
        raise wrong
