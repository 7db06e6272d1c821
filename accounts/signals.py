"""Sign-ins enter the audit trail and get their end, whichever door they come through."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.domain.vocabulary import AuditAction, AuditSubject
from accounts.models import User
from accounts.services.audit import record_event
from accounts.services.sessions import limit_session


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


@receiver(user_logged_in)
def sign_in_has_an_end(sender: type[User], request: HttpRequest | None, user: User, **kwargs: object) -> None:
    if request is not None:
        limit_session(request.session, user)
