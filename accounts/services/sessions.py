"""How long somebody stays signed in."""

from datetime import timedelta

from django.contrib.sessions.backends.base import SessionBase

from accounts.models import User

# A phone left lying about shows its owner's own diary; a therapist's shows those of many.
ADMINS_STAY = timedelta(hours=12)
THERAPISTS_STAY = timedelta(days=7)
# A patient on the floor should not meet a sign-in form.
EVERYBODY_STAYS = timedelta(days=90)


def limit_session(session: SessionBase, account: User) -> None:
    """Let the session end by what the account may see; who is both stays as long as the shorter."""
    if account.is_staff:
        stay = ADMINS_STAY
    elif account.is_therapist:
        stay = THERAPISTS_STAY
    else:
        stay = EVERYBODY_STAYS
    session.set_expiry(int(stay.total_seconds()))
