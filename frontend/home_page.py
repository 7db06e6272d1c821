"""Everything that a home's page says, for the patient and for whoever may see the home."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.urls import reverse

from accounts.domain.vocabulary import Role, Scope
from accounts.models import CareLink, Patient
from accounts.services.access import Access
from checklists.access import may_review, may_walk, sees_photos
from checklists.domain.assessments import State
from checklists.domain.errors import UnknownChecklist
from checklists.domain.hazards import Happened
from checklists.domain.rechecks import Recheck
from checklists.domain.vocabulary import Walk
from checklists.models import Assessment, Home
from checklists.services.checklists import catalogue_of
from checklists.services.clinic_checklists import checklist_of
from checklists.summaries import HazardShown, hazards_shown
from frontend.home_words import (
    EVENTS,
    IN_ROOMS,
    ROOMS,
    STATES,
    WALKS,
    answered_words,
    due_words,
    recheck_words,
)
from frontend.phrases import day_words
from frontend.rooms_beside import falls_since, last_events, rechecks_of, rooms_of
from logs.domain.times import local_date
from logs.places import PlacedEvent

_PLAIN = {Happened.FOUND, Happened.RECOMMENDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardRow:
    """One line of "Make my home safer"."""

    shown: HazardShown
    step: str
    room: str
    state: str
    due: str
    falls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkRow:
    assessment: Assessment
    name: str
    state: str
    begun: str
    answered: str


def home_page(access: Access, *, now: datetime) -> dict[str, object]:
    """The context of the page; falls only where they are open to the viewer."""
    patient = access.patient
    today = local_date(now, patient.time_zone)
    home = Home.objects.current().filter(patient=patient).first()
    hazards = hazards_shown(home, with_photos=sees_photos(access)) if home else []
    events = last_events(patient, today=today) if Scope.FALLS in access.scopes else []
    walks: dict[str, list[WalkRow]] = defaultdict(list)
    for walk in _walks(patient):
        walks[walk.state].append(_walk_row(walk, today))
    rows = [_hazard_row(one, events, today) for one in hazards]
    rooms = rooms_of(hazards, events)
    again = rechecks_of(patient, home, events) if home else []
    return {
        "access": access,
        "home": home,
        "to_do": [row for row in rows if row.shown.hazard.is_open],
        "done": [row for row in rows if not row.shown.hazard.is_open],
        "rooms": rooms,
        "rooms_with_both": [one for one in rooms if one.open and one.falls and one.room in IN_ROOMS],
        "under_way": walks[State.RETURNED] + walks[State.DRAFT],
        "waiting": walks[State.SUBMITTED],
        "reviewed": walks[State.REVIEWED],
        "again": [_again_row(one, today) for one in again],
        "may_walk": may_walk(access),
        "may_review": may_review(access),
        "has_reviewer": has_reviewer(patient),
        "questions": _questions(patient),
        "op_ids": [uuid4(), uuid4()],
        "today": today,
    }


def home_url(access: Access) -> str:
    """The page of the home, for the patient or for whoever helps."""
    if access.is_own:
        return reverse("my_home")
    return reverse("patient_home", args=[access.patient.public_id])


def has_reviewer(patient: Patient) -> bool:
    """Whether any therapist may see this home."""
    return CareLink.objects.active().filter(patient=patient, role=Role.THERAPIST, scope_home=True).exists()


def _questions(patient: Patient) -> dict[str, int]:
    """How many the quick and the full walk ask this patient; nothing where no checklist was ever loaded."""
    try:
        catalogue = catalogue_of(checklist_of(patient))
    except UnknownChecklist:
        return {}
    uses_wheelchair = patient.uses_wheelchair
    return {str(walk): len(catalogue.asked_in(walk, uses_wheelchair=uses_wheelchair)) for walk in Walk}


def _again_row(one: Recheck, today: date) -> tuple[str, str, bool]:
    """Why it is looked at again, from which day on, and whether that day has come."""
    return recheck_words(one), day_words(one.due_on, today=today), one.due_on <= today


def _walks(patient: Patient) -> list[Assessment]:
    return list(
        Assessment.objects.filter(patient=patient)
        .of_current_homes()
        .newest_first()
        .prefetch_related("answers")
    )


def _walk_row(walk: Assessment, today: date) -> WalkRow:
    answered = sum(answer.answer is not None for answer in walk.answers.all())
    return WalkRow(
        assessment=walk,
        name=str(WALKS[walk.walk]),
        state=str(STATES[walk.state]),
        begun=day_words((walk.submitted_at or walk.made_at).date(), today=today),
        answered=answered_words(answered, len(walk.asked)),
    )


def _hazard_row(one: HazardShown, events: list[PlacedEvent], today: date) -> HazardRow:
    return HazardRow(
        shown=one,
        step=one.advice.text if one.advice else one.fix,
        due=due_words(one.advice.due_on, today=today) if one.advice else "",
        room=str(ROOMS[one.hazard.room]),
        # Found and advised need no word: that is what the list is made of.
        state="" if one.hazard.state in _PLAIN else str(EVENTS[one.hazard.state]),
        falls=falls_since(one, events),
    )
