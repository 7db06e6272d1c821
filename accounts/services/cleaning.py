"""What nobody needs any more goes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from accounts.models import AccountMail, AuditEvent, CareInvitation, ClinicInvitation, WrongCodeTry

# Limits look back an hour; a day leaves room to see what happened.
TRIES_KEPT = timedelta(days=1)
INVITATIONS_KEPT = timedelta(days=1)


def clean_up(*, now: datetime) -> None:
    """Remove sessions that are over, old wrong codes, dead invitations, mails never sent, an old trail."""
    Session.objects.filter(expire_date__lt=now).delete()
    WrongCodeTry.objects.filter(tried_at__lt=now - TRIES_KEPT).delete()
    for invitations in (CareInvitation.objects, ClinicInvitation.objects):
        # Used ones, too: a code is over ten minutes after it was made.
        invitations.filter(expires_at__lt=now - INVITATIONS_KEPT).delete()
    # One that still waits, too: by then nobody expects it, and a row that no try ends would stay for good.
    AccountMail.objects.filter(made_at__lt=now - timedelta(days=settings.MAIL_RETENTION_DAYS)).delete()
    AuditEvent.objects.filter(at__lt=now - timedelta(days=settings.AUDIT_RETENTION_DAYS)).delete()
    _forget_limits_that_are_over(now)


def _forget_limits_that_are_over(now: datetime) -> None:
    """The cache would keep its dead rows, and with them digests of addresses, until it is full."""
    with connection.cursor() as cursor:
        over = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
        cursor.execute("DELETE FROM shared_cache WHERE expires < %s", [over])
