"""How long somebody stays signed in, and where."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone

from accounts.domain.vocabulary import AuditAction, AuditSubject
from accounts.models import User
from accounts.services.audit import record_event
from accounts.services.tokens import end_all_tokens

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
# More often the session is not written: each time it would cost a page a write.
SEEN_IS_KNOWN_WITHIN = 20  # of the time without a visit, a twentieth
LONGEST_UNKNOWN = timedelta(minutes=10)  # the list of sessions says the hour
# A visit lets the cookie last anew.
COOKIE_LASTS = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Signed out after so long without a visit, and after so long whatever was done."""

    idle: timedelta
    whole: timedelta


# A phone left lying about shows its owner's own diary; a therapist's shows those of many.
ADMINS_STAY = Stay(idle=timedelta(minutes=30), whole=timedelta(hours=12))
THERAPISTS_STAY = Stay(idle=timedelta(hours=12), whole=timedelta(days=7))
# A patient on the floor should not meet a sign-in form.
EVERYBODY_STAYS = Stay(idle=timedelta(days=90), whole=timedelta(days=365))


def stay_of(account: User) -> Stay:
    """By what the account may see; who is both stays as long as the shorter."""
    if account.is_staff:
        return ADMINS_STAY
    return THERAPISTS_STAY if account.is_therapist else EVERYBODY_STAYS


def limit_session(session: SessionBase, account: User) -> None:
    """Let the session, and its cookie, end by what the account may see."""
    stay, now = stay_of(account), timezone.now().timestamp()
    session.set_expiry(int(min(stay.whole, COOKIE_LASTS).total_seconds()))
    session.setdefault(SIGNED_IN_AT, now)
    session[SEEN_AT] = now


def is_over(session: SessionBase, account: User, now: datetime) -> bool:
    """Whether the session lasted too long, or too long without a visit."""
    stay, at = stay_of(account), now.timestamp()
    began, seen = float(session.get(SIGNED_IN_AT, at)), float(session.get(SEEN_AT, at))
    return at - began > stay.whole.total_seconds() or at - seen > stay.idle.total_seconds()


def note_visit(session: SessionBase, account: User, now: datetime) -> bool:
    """Whether this visit was worth a note."""
    known_within = min(stay_of(account).idle / SEEN_IS_KNOWN_WITHIN, LONGEST_UNKNOWN)
    if SIGNED_IN_AT in session and now.timestamp() - session[SEEN_AT] < known_within.total_seconds():
        return False
    limit_session(session, account)
    return True


def end_session(*, session: UserSession) -> None:
    """The browser is out with its next request. Its outbox stays on it."""
    with transaction.atomic():
        session.end()
        _record_end(session.user)


def end_all_others(*, account: User, here: SessionBase) -> None:
    """Every session but this one, and every program."""
    with transaction.atomic():
        end_all(account=account, but=here.session_key or "")
        _record_end(account)
    stay_signed_in(here, account)


def end_all(*, account: User, but: str = "") -> None:
    """Every session but the one with that key, and every program: also what is on its way in this moment."""
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=account.pk)
        account.sign_outs = locked.sign_outs + 1
        account.save(update_fields=["sign_outs"])
        for session in UserSession.objects.filter(user=account).exclude(session_key=but):
            session.end()
        end_all_tokens(account=account)


def stay_signed_in(here: SessionBase, account: User) -> None:
    """This session goes on after all of the account ended, under the key that other tabs have, too."""
    here[HASH_SESSION_KEY] = account.get_session_auth_hash()


def _record_end(account: User) -> None:
    record_event(
        actor=account, about=account, action=AuditAction.SESSIONS_ENDED, subject=AuditSubject.ACCOUNT
    )
