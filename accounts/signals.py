"""Sign-ins enter the audit trail and get their end, whichever door they come through."""

from functools import partial

from allauth.account.signals import password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import Signal, receiver
from django.http import HttpRequest

from accounts.domain.vocabulary import AuditAction, AuditSubject
from accounts.jobs import start_soon
from accounts.models import AccountMail, User
from accounts.services.addresses import promise_notice
from accounts.services.audit import record_event
from accounts.services.devices import KNOWN_FROM_NOW
from accounts.services.sessions import limit_session
from accounts.tasks import send_mail_now

FACTOR_ACTIONS = {
    authenticator_added: AuditAction.FACTOR_ADDED,
    authenticator_removed: AuditAction.FACTOR_REMOVED,
    authenticator_reset: AuditAction.FACTOR_RESET,
}
CHANGES = {
    (authenticator_added, Authenticator.Type.WEBAUTHN): AccountMail.Change.PASSKEY_ADDED,
    (authenticator_removed, Authenticator.Type.WEBAUTHN): AccountMail.Change.PASSKEY_REMOVED,
    (authenticator_added, Authenticator.Type.TOTP): AccountMail.Change.APP_ADDED,
    (authenticator_removed, Authenticator.Type.TOTP): AccountMail.Change.APP_REMOVED,
    (authenticator_reset, Authenticator.Type.RECOVERY_CODES): AccountMail.Change.CODES_MADE,
}


@receiver(user_logged_in)
def sign_in_is_recorded(
    sender: type[User], request: HttpRequest | None, user: User, **kwargs: object
) -> None:
    record_event(
        actor=user,
        about=user,
        action=AuditAction.SIGNED_IN,
        subject=AuditSubject.ACCOUNT,
    )


@receiver(authenticator_added)
@receiver(authenticator_removed)
@receiver(authenticator_reset)
def factors_are_recorded(
    sender: type, signal: Signal, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    """With a notice to the confirmed address: whoever did it may not be the account's person."""
    change = CHANGES.get((signal, authenticator.type))
    if change is None:
        return  # recovery codes come with the first of the others, and go with the last
    record_event(actor=user, about=user, action=FACTOR_ACTIONS[signal], subject=AuditSubject.ACCOUNT)
    mail = promise_notice(kind=AccountMail.Kind.FACTORS_CHANGED, account=user, change=change)
    if mail is not None:
        transaction.on_commit(partial(start_soon, send_mail_now, mail.pk))


@receiver(user_logged_in)
def sign_in_has_an_end(sender: type[User], request: HttpRequest | None, user: User, **kwargs: object) -> None:
    if request is not None:
        limit_session(request.session, user)


@receiver(password_reset)
def a_new_password_makes_the_browser_a_known_one(
    sender: type[User], request: HttpRequest, user: User, **kwargs: object
) -> None:
    """Whoever reads the mail box gets in, however many strangers guess meanwhile."""
    request.META[KNOWN_FROM_NOW] = user
