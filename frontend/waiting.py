"""What waits on a patient's Home: falls to finish, and two accounts of what may be one fall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Patient, display_name
from accounts.services.access import open_known_patient
from frontend.fall_rows import when_words
from frontend.opened_falls import OpenedFall
from frontend.question_flow import first_open
from logs.models import Fall

# Older ones can still be finished from their own page; a list that never empties is a reproach.
WAITS_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What waits to be told to the end, and the address of the newest one's next question."""

    words: str
    url: str
    entry_id: UUID


@dataclass(frozen=True, slots=True)
class Double:
    """A suspected second account of one fall, and who says it was when."""

    fall: Fall
    words: str


def waiting(patient: Patient, now: datetime) -> tuple[Unfinished | None, Double | None]:
    """One query; more only where something waits."""
    recent = Fall.objects.waiting().filter(patient=patient, occurred_at__gt=now - WAITS_FOR)
    falls = list(recent.newest_first())
    for fall in falls:
        fall.patient = patient
    doubles = [fall for fall in falls if fall.is_doubtful]
    return (
        _unfinished(patient, [fall for fall in falls if fall.finished_at is None]),
        _double(patient, doubles[0], now=now) if doubles else None,
    )


def _unfinished(patient: Patient, falls: Sequence[Fall]) -> Unfinished | None:
    if not falls:
        return None
    opened = OpenedFall(falls[0], open_known_patient(patient.user, patient, subject=None))
    words = ngettext("%(count)s entry to finish", "%(count)s entries to finish", len(falls))
    return Unfinished(words % {"count": len(falls)}, first_open(opened), falls[0].entry_id)


def _double(patient: Patient, fall: Fall, *, now: datetime) -> Double:
    """ "You: today at 9:59 in the evening. Carl: today at 10:05 in the evening." """
    both = Fall.objects.filter(pk__in=[fall.pk, fall.same_fall_as_id]).select_related("made_by")
    said = [
        _("%(who)s: %(when)s.")
        % {
            "who": _who(patient, one),
            "when": when_words(one, home=patient.time_zone, now=now),
        }
        for one in both.order_by("occurred_at", "pk")
    ]
    return Double(fall, " ".join(said))


def _who(patient: Patient, fall: Fall) -> str:
    if fall.made_by_id == patient.user_id:
        return _("You")
    return display_name(fall.made_by) if fall.made_by else _("Somebody")
