"""What waits on a patient's Home: falls to finish, and two accounts of what may be one fall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Patient, User, display_name
from accounts.services.access import open_known_patient
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


@dataclass(frozen=True, slots=True)
class Double:
    """A suspected second account of one fall, and who else told it."""

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
        _double(patient, doubles[0]) if doubles else None,
    )


def _unfinished(patient: Patient, falls: Sequence[Fall]) -> Unfinished | None:
    if not falls:
        return None
    opened = OpenedFall(falls[0], open_known_patient(patient.user, patient, subject=None))
    words = ngettext("%(count)s entry to finish", "%(count)s entries to finish", len(falls))
    return Unfinished(words % {"count": len(falls)}, first_open(opened))


def _double(patient: Patient, fall: Fall) -> Double:
    both = Fall.objects.filter(pk__in=[fall.pk, fall.same_fall_as_id])
    others = User.objects.filter(pk__in=both.values("made_by")).exclude(pk=patient.user_id)
    name = next((display_name(maker) for maker in others), _("Somebody"))
    return Double(fall, _("%(name)s logged a fall at nearly the same time.") % {"name": name})
