"""The audit trail in sentences: who did what with the reader's data, when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.domain.vocabulary import AuditAction, AuditSubject, Scope
from accounts.models import AuditEvent, CareLink, User
from accounts.services.audit import people_behind
from frontend.care_words import doer_words, person_words, program_words, scopes_words, subject_words
from frontend.phrases import day_words

BY_READER = {
    AuditAction.LINK_STARTED: _("You undid the end of the access of %(holder)s: %(scopes)s."),
    AuditAction.LINK_ENDED: _("You ended the access of %(holder)s."),
    AuditAction.LEFT_CLINIC: _("You left a clinic."),
}
# By no account: a day that came, or an operator at the console of the server.
BY_NOBODY = {
    AuditAction.LINK_ENDED: _("The access of %(holder)s came to its last day."),
    AuditAction.FACTOR_REMOVED: _(
        "Whoever runs this service took your second step away and signed you out everywhere."
    ),
    AuditAction.READ: _("Whoever runs this service looked at your %(what)s."),
    AuditAction.REPORT_SEEN: _("Somebody with your link and its code looked at your report."),
}
# What can only be the reader's own doing says "you" here, too.
BY_OTHERS = {
    AuditAction.SIGNED_IN: _("You signed in."),
    AuditAction.READ: _("%(who)s looked at your %(what)s."),
    AuditAction.WROTE: _("%(who)s wrote in your %(what)s."),
    AuditAction.INVITED: _("You made a code for somebody: %(scopes)s."),
    AuditAction.CODE_WITHDRAWN: _("You withdrew a code that nobody had entered: %(scopes)s."),
    AuditAction.LINK_STARTED: _("%(who)s entered your code. Open to %(holder)s: %(scopes)s."),
    AuditAction.LINK_CHANGED: _("You changed what %(holder)s may see: %(scopes)s."),
    AuditAction.LINK_ENDED: _("%(who)s gave up access to your diary."),
    AuditAction.JOINED_CLINIC: _("You joined a clinic."),
    AuditAction.LEFT_CLINIC: _("%(who)s took you out of a clinic."),
    AuditAction.TOKEN_MADE: _("You let in a program that %(may)s."),
    # By the reader, by the program itself or by a new password.
    AuditAction.TOKEN_ENDED: _("A program lost its access."),
    AuditAction.AGREED: _("You agreed to how your data is kept or shown."),
    AuditAction.TOOK_BACK: _("You took back what you had agreed to."),
    # From the console of the server.
    AuditAction.ADMIN_MADE: _("You became an admin."),
    AuditAction.FACTOR_ADDED: _("You added a way to sign in."),
    AuditAction.FACTOR_REMOVED: _("You removed a way to sign in."),
    AuditAction.FACTOR_RESET: _("You made new recovery codes."),
    AuditAction.SESSIONS_ENDED: _("You signed out on other devices."),
    AuditAction.EXPORTED: _("You asked for an archive of your data."),
    AuditAction.ASKED_TO_BE_ERASED: _("You asked to delete your account."),
    AuditAction.STAYED: _("You kept your account."),
    AuditAction.REPORT_SHARED: _("You made a link to your report."),
    AuditAction.REPORT_SEEN: _("Somebody with your link and its code looked at your report."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    """ "Theo, occupational therapist, looked at your falls." with "Today at 14:02".

    What stands for several has their `day`, which shows each of them.
    """

    sentence: str
    moment: str
    day: date | None = None


def day_lines(rows: Sequence[Mapping[str, Any]], *, reader: User, today: date) -> list[TrailLine]:
    """A line for each row of `by_day`; three queries for any number of them."""
    events = AuditEvent.objects.in_bulk([row["newest"] for row in rows])
    lines = trail_lines([events[row["newest"]] for row in rows], reader=reader, today=today)
    return [
        _several(line, row, today) if row["times"] > 1 else line
        for line, row in zip(lines, rows, strict=True)
    ]


def trail_lines(events: Sequence[AuditEvent], *, reader: User, today: date) -> list[TrailLine]:
    """A line for each event; two queries for any number of them."""
    people = people_behind(events)
    holders = _holders_of(events)
    return [
        TrailLine(
            sentence=_sentence(event, reader, people, holders), moment=_moment(event.at, event.at, today)
        )
        for event in events
    ]


def _several(line: TrailLine, row: Mapping[str, Any], today: date) -> TrailLine:
    times = ngettext("%(number)d time", "%(number)d times", row["times"]) % {"number": row["times"]}
    moment = _now("%(moment)s, %(times)s") % {
        "moment": _moment(row["first"], row["last"], today),
        "times": times,
    }
    return TrailLine(sentence=line.sentence, moment=moment, day=row["day"])


def _holders_of(events: Sequence[AuditEvent]) -> dict[UUID, str]:
    """Whom the care links in the events are with."""
    keys = {event.subject_key for event in events if event.subject == AuditSubject.CARE_LINK}
    links = CareLink.objects.filter(public_id__in=keys - {None}).select_related("person__therapist", "clinic")
    return {link.public_id: link.clinic.name if link.clinic else person_words(link.person) for link in links}


def _moment(first: datetime, last: datetime, today: date) -> str:
    """ "Today at 14:02", "Today from 14:02 to 15:10"."""
    local = timezone.localtime(first)
    words = {
        "day": capfirst(day_words(local.date(), today=today)),
        "time": time_format(local.time(), "H:i"),
        "last": time_format(timezone.localtime(last).time(), "H:i"),
    }
    if words["last"] == words["time"]:
        return _now("%(day)s at %(time)s") % words
    return _now("%(day)s from %(time)s to %(last)s") % words


def _sentence(
    event: AuditEvent, reader: User, people: Mapping[UUID, User], holders: Mapping[UUID, str]
) -> str:
    by_reader = event.actor_key == reader.audit_key
    actor = people.get(event.actor_key) if event.actor_key else None
    holder = holders.get(event.subject_key, person_words(None)) if event.subject_key else ""
    words = {
        "who": doer_words(actor),
        "what": subject_words(event.subject),
        "holder": _now("them") if actor is not None and holder == person_words(actor) else holder,
        "scopes": _scopes_in(event),
        "may": program_words(str(event.detail["scope"])) if "scope" in event.detail else "",
    }
    action = AuditAction(event.action)
    if by_reader and action in BY_READER:
        return str(BY_READER[action]) % words
    if event.actor_key is None and action in BY_NOBODY:
        return str(BY_NOBODY[action]) % words
    return str(BY_OTHERS[action]) % words


def _scopes_in(event: AuditEvent) -> str:
    told = event.detail.get("scopes")
    return scopes_words([scope for scope in Scope if scope in told]) if isinstance(told, list) else ""
