"""Walks through a home: begun, answered, sent; by whatever door, once each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING
from uuid import UUID

from accounts.domain.text import clean_text
from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient, User
from accounts.services.audit import record_write
from checklists.domain import assessments as domain
from checklists.domain.assessments import State
from checklists.domain.errors import NotYourWalk
from checklists.domain.vocabulary import Answer as Word
from checklists.domain.vocabulary import Verdict, Walk
from checklists.models import Answer, Assessment, Checklist
from checklists.services.checklists import catalogue_of
from checklists.services.hazards import NOTE_LIMIT, settle_submission
from checklists.services.homes import current_home
from ledger.domain.outcomes import Outcome
from ledger.models import Operation
from ledger.services.operations import Sent, enter, found, hash_of, writing

if TYPE_CHECKING:
    from datetime import date


class Knew(Enum):
    ANYTHING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer to one item; None takes it back. A note of None leaves the one that is there.

    `base` is the operation that gave the answer which this phone knew, None where it knew of none: another
    one that it did not know is kept beside this one. Whoever had it before them sends `Knew.ANYTHING`.
    """

    code: str
    answer: Word | None
    note: str | None = None
    base: UUID | Knew | None = Knew.ANYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of one operation on a walk."""

    outcome: Outcome
    assessment: Assessment


def begin_assessment(
    *,
    patient: Patient,
    checklist: Checklist,
    walk: Walk,
    today: date,
    sent: Sent,
    with_extra: bool = False,
) -> Done:
    """Begin a walk through the home of today. Where one is under way there, it is that one.

    So a phone without a network and one with it walk through the same home together; a full walk on top of
    a quick one asks the rest. Raises ledger.errors.DifferentContent for a known id with another content.
    """
    asks = {"checklist": str(checklist.public_id), "walk": walk, "extra": with_extra}
    sent_hash = hash_of(asks)
    with writing(patient) as patient:
        if known := found(patient, sent.op_id, operation="assessment", payload_hash=sent_hash):
            return Done(outcome=Outcome.ALREADY_RECORDED, assessment=_about(patient, known))
        home = current_home(patient, today=today)
        draft = Assessment.objects.filter(home=home, state=State.DRAFT).first()
        outcome = Outcome.CHANGED if draft else Outcome.CREATED
        assessment = draft or Assessment(
            patient=patient,
            home=home,
            checklist=checklist,
            entry_id=sent.op_id,
            walk=walk,
            made_by=sent.by,
            made_at=sent.made_at,
            received_at=sent.received_at,
        )
        _ask(assessment, walk, with_extra=with_extra, uses_wheelchair=patient.uses_wheelchair)
        assessment.save()
        enter(
            patient, sent, operation="assessment", payload_hash=sent_hash, outcome=outcome, about=assessment
        )
        _record(sent, assessment)
    return Done(outcome=outcome, assessment=assessment)


def walk_of(patient: Patient, key: UUID) -> Assessment:
    """The walk that a phone began under this id, or that has it here. Raises NotYourWalk."""
    begun = Operation.objects.filter(patient=patient, op_id=key, type="assessment").first()
    known = (begun.about_key if begun else None) or key
    assessment = Assessment.objects.filter(patient=patient, public_id=known).first()
    if assessment is None:
        raise NotYourWalk(field="assessment")
    return assessment


def answer_item(*, assessment: Assessment, reply: Reply, sent: Sent) -> Done:
    """Keep an answer. Raises UnknownItem, AlreadySent, NotReturned, and what clean_text says of the note."""
    note = reply.note
    if note is not None:
        note = clean_text(note.strip(), field="note", limit=NOTE_LIMIT)
    told = {"walk": str(assessment.public_id), "item": reply.code, "answer": reply.answer, "note": note}
    sent_hash = hash_of(told)
    with writing(assessment.patient) as patient:
        if known := found(patient, sent.op_id, operation="assessment_answer", payload_hash=sent_hash):
            return Done(outcome=Outcome.ALREADY_RECORDED, assessment=_about(patient, known))
        assessment = _fresh(patient, assessment)
        standing_of(assessment).answer(reply.code, reply.answer)
        item = assessment.checklist.items.get(code=reply.code)
        row = Answer.objects.filter(assessment=assessment, item=item).first()
        row = row or Answer(assessment=assessment, item=item, revision=0)
        words = row.note if note is None else note
        if _unknown_to(reply, row) and (row.answer, row.note) != (reply.answer, words):
            row.other = {"answer": reply.answer, "note": note or "", "by": str(sent.by.public_id)}
        else:
            _put(assessment, row, reply.answer, words, sent)
        _keep(assessment, row)
        enter(
            patient,
            sent,
            operation="assessment_answer",
            payload_hash=sent_hash,
            outcome=Outcome.CREATED,
            about=assessment,
        )
        _record(sent, assessment)
    return Done(outcome=Outcome.CREATED, assessment=assessment)


def choose_answer(*, assessment: Assessment, code: str, take_other: bool, sent: Sent) -> None:
    """Of two answers that did not know each other, the one that is right."""
    with writing(assessment.patient) as patient:
        assessment = _fresh(patient, assessment)
        row = assessment.answers.filter(item__code=code).exclude(other=None).first()
        if row is None or row.other is None:
            return  # a second press
        other, row.other = row.other, None
        if take_other:
            word = Word(other["answer"]) if other["answer"] else None
            standing_of(assessment).answer(code, word)
            _put(assessment, row, word, other["note"] or "", sent)
            row.note_by = User.objects.filter(public_id=other["by"]).first() if other.get("by") else None
        _keep(assessment, row)
        _record(sent, assessment)


def submit_assessment(*, assessment: Assessment, today: date, sent: Sent) -> Done:
    """Send a walk to be reviewed. Raises AlreadySent, NothingAnswered, ReturnedUnanswered."""
    sent_hash = hash_of({"walk": str(assessment.public_id)})
    with writing(assessment.patient) as patient:
        if known := found(patient, sent.op_id, operation="assessment_submission", payload_hash=sent_hash):
            return Done(outcome=Outcome.ALREADY_RECORDED, assessment=_about(patient, known))
        assessment = _fresh(patient, assessment)
        after = standing_of(assessment).submit()
        assessment.state, assessment.submitted_at = after.state, sent.received_at
        assessment.answers.filter(again=True).update(again=False, verdict=None, question="")
        assessment.version += 1
        assessment.save(update_fields=["state", "submitted_at", "version"])
        settle_submission(assessment, on=today, by=sent.by)
        enter(
            patient,
            sent,
            operation="assessment_submission",
            payload_hash=sent_hash,
            outcome=Outcome.CHANGED,
            about=assessment,
        )
        _record(sent, assessment)
    return Done(outcome=Outcome.CHANGED, assessment=assessment)


def standing_of(assessment: Assessment, answers: Iterable[Answer] | None = None) -> domain.Assessment:
    """A walk as the domain reads it."""
    rows = list(assessment.answers.select_related("item") if answers is None else answers)
    return domain.Assessment(
        asked=frozenset(assessment.asked),
        state=State(assessment.state),
        answers={row.item.code: Word(row.answer) for row in rows if row.answer},
        accepted=frozenset(row.item.code for row in rows if row.verdict == Verdict.ACCEPTED),
        questions={row.item.code: row.question for row in rows if row.verdict == Verdict.RETURNED},
        again=frozenset(row.item.code for row in rows if row.again),
    )


def _ask(assessment: Assessment, walk: Walk, *, with_extra: bool, uses_wheelchair: bool) -> None:
    """What the walk asks from now on: nothing that it asked is left out."""
    catalogue = catalogue_of(assessment.checklist)
    wanted = catalogue.asked_in(walk, uses_wheelchair=uses_wheelchair, with_extra=with_extra)
    codes = {*(assessment.asked or ()), *(item.code for item in wanted)}
    assessment.asked = [item.code for item in catalogue.items if item.code in codes]
    if walk is Walk.FULL:
        assessment.walk = walk


def _unknown_to(reply: Reply, row: Answer) -> bool:
    return row.revision > 0 and row.answer is not None and reply.base not in {Knew.ANYTHING, row.op_id}


def _put(assessment: Assessment, row: Answer, answer: Word | None, note: str, sent: Sent) -> None:
    if assessment.state == State.RETURNED:
        if not row.again:
            before = {"answer": row.answer or "", "note": row.note, "question": row.question}
            row.earlier = [*row.earlier, before]
        row.again = True
    if note != row.note:
        row.note_by = sent.by
    row.answer, row.note, row.op_id = answer, note, sent.op_id
    row.made_at, row.received_at, row.made_by = sent.made_at, sent.received_at, sent.by


def _keep(assessment: Assessment, row: Answer) -> None:
    row.revision += 1
    row.save()
    assessment.version += 1
    assessment.save(update_fields=["version"])


def _about(patient: Patient, known: Operation) -> Assessment:
    return walk_of(patient, known.about_key or known.op_id)


def _fresh(patient: Patient, assessment: Assessment) -> Assessment:
    fresh = Assessment.objects.select_related("checklist").get(pk=assessment.pk)
    fresh.patient = patient
    return fresh


def _record(sent: Sent, assessment: Assessment) -> None:
    record_write(
        by=sent.by,
        patient=assessment.patient,
        subject=AuditSubject.HOME,
        subject_key=assessment.public_id,
    )
