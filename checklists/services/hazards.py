"""Hazards: found by answers, weighed and advised on by therapists, done by patients, seen again."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.domain.text import clean_line, clean_text
from accounts.domain.vocabulary import AuditSubject
from accounts.models import User
from accounts.services.audit import record_write
from checklists.domain.errors import AdviceMissing, DueInThePast, NotYet, ReasonMissing
from checklists.domain.hazards import ENDED, Event, Happened
from checklists.domain.hazards import Hazard as Known
from checklists.domain.vocabulary import WEIGHTS, Answer, Doer, Effort, Room
from checklists.models import Assessment, ChecklistItem, Hazard, HazardEvent, Recommendation
from ledger.services.operations import writing

NOTE_LIMIT = 2_000  # characters
REASON_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What a therapist advises, and by which local day; None is no particular day."""

    text: str
    doer: Doer
    effort: Effort
    due_on: date | None = None


def happen(hazard: Hazard, what: Happened, *, on: date, by: User | None, note: str = "") -> None:
    """Add what happened to the history, and keep what follows. Call it inside `writing`.

    Raises CannotHappen and BeforeTheLast.
    """
    after = known(hazard).then(what, on)
    hazard.state, hazard.open_since = after.last.what, after.open_since
    hazard.version += 1
    hazard.save(update_fields=["state", "open_since", "version"])
    HazardEvent.objects.create(hazard=hazard, what=what, on=on, by=by, note=note)


def known(hazard: Hazard) -> Known:
    """A hazard as the domain reads it."""
    history = tuple(Event(what=Happened(what), on=on) for what, on in hazard.events.values_list("what", "on"))
    return Known(item=hazard.code, room=Room(hazard.room), weight=hazard.weight, history=history)


def find_hazard(*, assessment: Assessment, item: ChecklistItem, on: date, by: User) -> Hazard:
    """The living hazard of that item in that home, or a new one. Call it inside `writing`."""
    living = Hazard.objects.exclude(state__in=ENDED).filter(home=assessment.home_id, code=item.code).first()
    if living is not None:
        return living
    hazard = Hazard.objects.create(
        patient_id=assessment.patient_id,
        home_id=assessment.home_id,
        item=item,
        code=item.code,
        room=item.room,
        weight=item.weight,
        open_since=on,
        found_in=assessment,
    )
    HazardEvent.objects.create(hazard=hazard, what=Happened.FOUND, on=on, by=by)
    return hazard


def settle_submission(assessment: Assessment, *, on: date, by: User) -> None:
    """What the answers of a walk that is sent say about hazards. Call it inside `writing`.

    `needs work` finds one, or one that was done has come back. Any other answer to an item whose hazard
    this very walk had found, and nobody has looked at, takes that back; OK to one that is open says done.
    """
    living = {
        hazard.code: hazard
        for hazard in Hazard.objects.filter(home=assessment.home_id).exclude(state__in=ENDED)
    }
    for answer in assessment.answers.select_related("item").exclude(answer=None):
        hazard = living.get(answer.item.code)
        if answer.answer == Answer.NEEDS_WORK:
            if hazard is None:
                find_hazard(assessment=assessment, item=answer.item, on=on, by=by)
            elif hazard.state in {Happened.DONE, Happened.CONFIRMED}:
                happen(hazard, Happened.CAME_BACK, on=on, by=by)
        elif hazard is None or not hazard.is_open:
            continue
        elif hazard.found_in_id == assessment.pk and hazard.state == Happened.FOUND:
            happen(hazard, Happened.WITHDRAWN, on=on, by=by)
        elif answer.answer == Answer.OK:
            happen(hazard, Happened.DONE, on=on, by=by)


def settle_review(assessment: Assessment, *, on: date, by: User) -> None:
    """A therapist has seen the same items again: what was done there is confirmed. Inside `writing`."""
    fine = assessment.answers.filter(answer=Answer.OK).values("item__code")
    for hazard in Hazard.objects.filter(home=assessment.home_id, state=Happened.DONE, code__in=fine):
        happen(hazard, Happened.CONFIRMED, on=on, by=by)


def reweigh(*, hazard: Hazard, weight: int, reason: str, by: User) -> None:
    """Another weight than the checklist's, and why. Raises ReasonMissing, and what clean_line raises."""
    why = clean_line(reason, field="reason", limit=REASON_LIMIT)
    if not why:
        raise ReasonMissing(field="reason")
    if weight not in WEIGHTS:
        raise ValueError(weight)
    with writing(hazard.patient):
        hazard.refresh_from_db()
        hazard.weight, hazard.weight_reason = weight, why
        hazard.version += 1
        hazard.save(update_fields=["weight", "weight_reason", "version"])
        _record(hazard, by)


def recommend(*, hazard: Hazard, advice: Advice, by: User, now: datetime, today: date) -> Recommendation:
    """Issue advice; what was advised before stays as it was, and is no longer to be done.

    Raises AdviceMissing, DueInThePast, what clean_text raises, and CannotHappen for what is done.
    """
    text = clean_text(advice.text.strip(), field="text", limit=NOTE_LIMIT)
    if not text:
        raise AdviceMissing(field="text")
    if advice.due_on is not None and advice.due_on < today:
        raise DueInThePast(field="due_on")
    with writing(hazard.patient):
        hazard.refresh_from_db()
        happen(hazard, Happened.RECOMMENDED, on=today, by=by)
        hazard.recommendations.filter(replaced_at=None).update(replaced_at=now)
        made = Recommendation.objects.create(
            hazard=hazard,
            text=text,
            doer=advice.doer,
            effort=advice.effort,
            due_on=advice.due_on,
            issued_at=now,
            issued_by=by,
        )
        _record(hazard, by)
    return made


def mark_done(*, hazard: Hazard, on: date, today: date, by: User, note: str = "") -> None:
    """Somebody has dealt with it. Raises NotYet, CannotHappen, BeforeTheLast, and what clean_text raises."""
    told = clean_text(note.strip(), field="note", limit=NOTE_LIMIT)
    if on > today:
        raise NotYet(field="on")
    with writing(hazard.patient):
        hazard.refresh_from_db()
        if hazard.state == Happened.DONE:
            return  # a second press
        happen(hazard, Happened.DONE, on=on, by=by, note=told)
        hazard.recommendations.filter(replaced_at=None).update(done_on=on, not_possible="")
        _record(hazard, by)


def mark_not_possible(*, hazard: Hazard, reason: str, today: date, by: User) -> None:
    """Raises ReasonMissing, CannotHappen, and what clean_text raises."""
    why = clean_text(reason.strip(), field="reason", limit=NOTE_LIMIT)
    if not why:
        raise ReasonMissing(field="reason")
    with writing(hazard.patient):
        hazard.refresh_from_db()
        if hazard.state == Happened.NOT_POSSIBLE:
            return
        happen(hazard, Happened.NOT_POSSIBLE, on=today, by=by, note=why)
        hazard.recommendations.filter(replaced_at=None).update(not_possible=why)
        _record(hazard, by)


def take_back(*, hazard: Hazard, today: date, by: User) -> None:
    """Done after all not, or seen undone: it is open again. Raises CannotHappen."""
    with writing(hazard.patient):
        hazard.refresh_from_db()
        happen(hazard, Happened.CAME_BACK, on=max(today, hazard.events.latest("pk").on), by=by)
        hazard.recommendations.filter(replaced_at=None).update(done_on=None)
        _record(hazard, by)


def confirm(*, hazard: Hazard, today: date, by: User) -> None:
    """A therapist saw that it is done. Raises CannotHappen."""
    with writing(hazard.patient):
        hazard.refresh_from_db()
        happen(hazard, Happened.CONFIRMED, on=max(today, hazard.events.latest("pk").on), by=by)
        _record(hazard, by)


def _record(hazard: Hazard, by: User) -> None:
    record_write(by=by, patient=hazard.patient, subject=AuditSubject.HOME, subject_key=hazard.public_id)
