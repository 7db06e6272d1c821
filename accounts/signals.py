"""Sign-ins enter the audit trail whichever door they come through."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.domain.vocabulary import AuditAction, AuditSubject
from accounts.models import User
from accounts.services.audit import record_event


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
