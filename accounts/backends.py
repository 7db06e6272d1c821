"""Signing in by email address, where an address may stand at several accounts until one confirms it."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser

from accounts.models import User

# An address is tried at the account that confirmed it, at the first that claimed it and at the last.
# Always this many Argon2 hashes are computed, so that timing tells nothing about how many there are.
ACCOUNTS_TRIED = 3


class EmailBackend(AuthenticationBackend):
    def _authenticate_by_email(self, email: str, password: str) -> AbstractBaseUser | None:
        candidates: list[User] = accounts_claiming(email)
        matching: AbstractBaseUser | None = None
        for candidate in candidates:
            matched = self._check_password(candidate, password)
            matching = matching or matched
        for _unused in range(ACCOUNTS_TRIED - len(candidates)):
            self._mitigate_timing_attack(password)
        self._did_check_password = True
        return matching

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is, with the two things that nearly every page asks of them, in one query."""
        found = User.objects.select_related("patient", "therapist").filter(pk=user_id).first()
        return found if found is not None and self.user_can_authenticate(found) else None

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> None:
        """A deactivated account is answered like a wrong password: its page would tell that it exists."""


def accounts_claiming(email: str) -> list[User]:
    """At most three accounts for an address: confirmed first, then first and last to claim it."""
    claims = EmailAddress.objects.filter(email=email.lower()).select_related("user").order_by("pk")
    confirmed = [claim.user for claim in claims.filter(verified=True)[:1]]
    first_and_last: list[Any] = [
        claim.user
        for claim in (claims.filter(verified=False).first(), claims.filter(verified=False).last())
        if claim
    ]
    return list(dict.fromkeys(confirmed + first_and_last))[:ACCOUNTS_TRIED]
