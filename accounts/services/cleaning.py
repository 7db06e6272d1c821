"""What nobody needs any more goes."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from accounts.models import AccountMail, CareInvitation, ClinicInvitation, WrongCodeTry

# Limits look back an hour; a day leaves room to see what happened.
TRIES_KEPT = timedelta(days=1)
INVITATIONS_KEPT = timedelta(days=1)
GIVEN_UP_MAILS_KEPT = timedelta(days=30)


def clean_up(*, now: datetime) -> None:
    """Remove sessions that are over, old wrong codes, dead invitations and mails long given up."""
    Session.objects.filter(expire_date__lt=now).delete()
    WrongCodeTry.objects.filter(tried_at__lt=now - TRIES_KEPT).delete()
    for invitations in (CareInvitation.objects, ClinicInvitation.objects):
        # Used ones, too: a code is over ten minutes after it was made.
        invitations.filter(expires_at__lt=now - INVITATIONS_KEPT).delete()
    AccountMail.objects.filter(gave_up=True, made_at__lt=now - GIVEN_UP_MAILS_KEPT).delete()
