"""The words for rooms, answers, weights and what happens to hazards."""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from checklists.domain.assessments import State
from checklists.domain.hazards import Happened
from checklists.domain.rechecks import Recheck, Why
from checklists.domain.vocabulary import Answer, Doer, Effort, Room, Verdict, Walk
from frontend.phrases import day_words

ROOMS: Mapping[str, Promise] = {
    Room.ENTRANCE: _("Front door"),
    Room.HALLWAY_AND_STAIRS: _("Hallway and stairs"),
    Room.LIVING_ROOM: _("Living room"),
    Room.BEDROOM: _("Bedroom"),
    Room.BATHROOM: _("Bathroom and toilet"),
    Room.KITCHEN: _("Kitchen"),
    Room.FLOORS: _("Floors and cables"),
    Room.LIGHTING: _("Light"),
    Room.FOOTWEAR_AND_AIDS: _("Shoes and aids"),
    Room.OUTDOORS: _("Outdoors"),
    Room.GETTING_HELP: _("Getting help"),
}
# Inside a sentence: "2 falls in the bathroom or toilet".
IN_ROOMS: Mapping[str, Promise] = {
    Room.ENTRANCE: _("at the front door"),
    Room.HALLWAY_AND_STAIRS: _("in the hallway or on the stairs"),
    Room.LIVING_ROOM: _("in the living room"),
    Room.BEDROOM: _("in the bedroom"),
    Room.BATHROOM: _("in the bathroom or toilet"),
    Room.KITCHEN: _("in the kitchen"),
    Room.OUTDOORS: _("in the garden or drive"),
}
# OK is always the safe answer.
ANSWERS: Mapping[str, Promise] = {
    Answer.OK: _("Yes, this is fine"),
    Answer.NEEDS_WORK: _("No, this needs work"),
    Answer.NOT_SURE: _("Not sure"),
    Answer.NOT_IN_HOME: _("Not in my home"),
}
# In a list, where the question stands beside it.
SAID: Mapping[str, Promise] = {
    Answer.OK: _("Fine"),
    Answer.NEEDS_WORK: _("Needs work"),
    Answer.NOT_SURE: _("Not sure"),
    Answer.NOT_IN_HOME: _("Not in the home"),
}
VERDICTS: Mapping[str, Promise] = {
    Verdict.ACCEPTED: _("Accepted"),
    Verdict.RETURNED: _("Returned"),
}
WEIGHTS: Mapping[int, Promise] = {
    3: _("Fix first"),
    2: _("Fix soon"),
    1: _("Fix when you can"),
}
EFFORTS: Mapping[str, Promise] = {
    Effort.SAME_DAY: _("Same day, little cost"),
    Effort.MADE_TO_COME: _("A tradesperson or a small purchase"),
    Effort.BUILDING_WORK: _("Building work or a visit"),
}
DOERS: Mapping[str, Promise] = {
    Doer.PATIENT: _("Patient"),
    Doer.FAMILY: _("Family or friends"),
    Doer.THERAPIST: _("Therapist"),
    Doer.TRADESPERSON: _("Tradesperson"),
    Doer.LANDLORD: _("Landlord"),
    Doer.OTHER: _("Somebody else"),
}
WALKS: Mapping[str, Promise] = {
    Walk.QUICK: _("Ten-minute walk"),
    Walk.FULL: _("Full walk"),
}
STATES: Mapping[str, Promise] = {
    State.DRAFT: _("Not sent yet"),
    State.SUBMITTED: _("Waiting for a review"),
    State.RETURNED: _("Back with questions"),
    State.REVIEWED: _("Reviewed"),
}
EVENTS: Mapping[str, Promise] = {
    Happened.FOUND: _("Found"),
    Happened.RECOMMENDED: _("Advice given"),
    Happened.NOT_POSSIBLE: _("Not possible"),
    Happened.DONE: _("Done"),
    Happened.CONFIRMED: _("Seen by a therapist"),
    Happened.CAME_BACK: _("Came back"),
    Happened.WITHDRAWN: _("A misunderstanding"),
    Happened.MOVED: _("Moved away"),
}
WHY_AGAIN: Mapping[str, Promise] = {
    Why.TIME: _("Half a year after the last review."),
    Why.FALL: _("A fall was logged there."),
    Why.NEW_AID: _("A new aid is in use."),
}


def answered_words(answered: int, asked: int) -> str:
    """ "4 of 12 answered"."""
    return _now("%(answered)s of %(asked)s answered") % {"answered": answered, "asked": asked}


def due_words(due: date | None, *, today: date) -> str:
    """ "by Friday 20 November", "was due on Friday 20 November"; nothing without a day."""
    if due is None:
        return ""
    said = day_words(due, today=today)
    if due < today:
        return _now("was due %(day)s") % {"day": said}
    return _now("by %(day)s") % {"day": said}


def open_words(hazards: int) -> str:
    return ngettext("%(count)s hazard open", "%(count)s hazards open", hazards) % {"count": hazards}


def recheck_words(recheck: Recheck) -> str:
    """ "Bathroom and toilet: A fall was logged there."."""
    why = str(WHY_AGAIN[recheck.why])
    return f"{ROOMS[recheck.room]}: {why}" if recheck.room else why
