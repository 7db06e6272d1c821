"""Second factors that nobody has any more, taken away from the console of the server."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.domain.vocabulary import AuditAction, AuditSubject
from accounts.errors import NoSecondFactor
from accounts.models import AccountMail, User
from accounts.services.addresses import promise_notice
from accounts.services.audit import record_event
from accounts.services.second_factor import has_one
from accounts.services.sessions import end_all


def remove_all_factors(*, account: User) -> None:
    """Leave the account its password alone; every session and every program ends. Raises NoSecondFactor.

    The mail that tells the person goes with the next pass.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=account.pk)  # so that none is added in between
        if not has_one(account):
            raise NoSecondFactor
        Authenticator.objects.filter(user=account).delete()
        end_all(account=account)
        record_event(
            actor=None, about=account, action=AuditAction.FACTOR_REMOVED, subject=AuditSubject.ACCOUNT
        )
        promise_notice(
            kind=AccountMail.Kind.FACTORS_CHANGED, account=account, change=AccountMail.Change.ALL_REMOVED
        )
