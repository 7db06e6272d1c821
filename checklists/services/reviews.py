"""A therapist's look at a walk: each answer accepted or returned with a question, then sent back or signed.

Whoever decides names the revision that they had before them. Where somebody else has decided since, they
are told, and nothing is overwritten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from accounts.domain.errors import FieldError
from accounts.domain.text import clean_text
from accounts.domain.vocabulary import AuditSubject
from accounts.services.audit import record_write
from checklists.domain.errors import UnansweredItem, UnknownItem
from checklists.domain.vocabulary import ReviewEnd, Room, Verdict
from checklists.errors import ChangedMeanwhile
from checklists.models import Answer, Assessment
from checklists.services.assessments import standing_of
from checklists.services.hazards import NOTE_LIMIT, find_hazard, settle_review
from ledger.services.operations import writing

if TYPE_CHECKING:
    from accounts.models import Patient, User
    from checklists.domain.assessments import Assessment as Standing
    from checklists.models import Hazard


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a therapist says to the answer of one item, and what they ask where they return it."""

    code: str
    verdict: Verdict
    question: str = ""


def review(
    *,
    assessment: Assessment,
    items: Sequence[Decision],
    then: ReviewEnd | None,
    version: int,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Decide about many answers and end the review: all of it or nothing.

    `version` is the walk as it was read. Raises ChangedMeanwhile where it is another one by now, and what
    `decide`, `sign` and `send_back` raise; a decision that cannot be is named by its place, "items.2.item".
    """
    with writing(assessment.patient) as patient:
        assessment = _unchanged(_fresh(patient, assessment), version)
        rows = {row.item.code: row for row in assessment.answers.select_related("item")}
        standing = standing_of(assessment, rows.values())
        for place, one in enumerate(items):
            try:
                asked = _question(one.question)
                standing = _decided(standing, one.code, one.verdict, asked)
            except FieldError as error:
                error.field = f"items.{place}.{error.field or 'item'}"
                raise
            _keep(rows[one.code], one.verdict, asked, by=by, now=now)
        if items:
            _changed(assessment, by)
        if then is ReviewEnd.SIGN:
            sign(assessment=assessment, version=assessment.version, by=by, now=now, today=today)
        elif then is ReviewEnd.SEND_BACK:
            send_back(assessment=assessment, version=assessment.version, by=by, now=now)


def decide(
    *,
    assessment: Assessment,
    code: str,
    verdict: Verdict | None,
    revision: int,
    by: User,
    now: datetime,
    question: str = "",
) -> Answer:
    """Accept one answer, return it with a question, or take that back (None).

    Raises ChangedMeanwhile, UnansweredItem, QuestionMissing, NotInReview, and what clean_text raises.
    """
    asked = _question(question)
    with writing(assessment.patient) as patient:
        assessment = _fresh(patient, assessment)
        row = assessment.answers.select_related("item").filter(item__code=code).first()
        if row is None:
            raise UnansweredItem(field="item")
        if row.revision != revision:
            if (row.verdict, row.question) == (verdict, asked if verdict == Verdict.RETURNED else ""):
                return row  # a second press, or a colleague who thinks the same
            raise ChangedMeanwhile(assessment, row)
        _decided(standing_of(assessment), code, verdict, asked)
        _keep(row, verdict, asked, by=by, now=now)
        _changed(assessment, by)
    return row


def accept_room(*, assessment: Assessment, room: Room, version: int, by: User, now: datetime) -> None:
    """Accept every answer of a room that nobody has decided about. Raises ChangedMeanwhile, NotInReview."""
    with writing(assessment.patient) as patient:
        assessment = _fresh(patient, assessment)
        if assessment.version != version:
            raise ChangedMeanwhile(assessment)
        standing_of(assessment).check_in_review()
        rows = assessment.answers.select_related("item").filter(item__room=room, verdict=None)
        for row in rows.exclude(answer=None):
            _decided(standing_of(assessment), row.item.code, Verdict.ACCEPTED, "")
            _keep(row, Verdict.ACCEPTED, "", by=by, now=now)
        _changed(assessment, by)


def find_in_review(*, assessment: Assessment, code: str, on: date, by: User) -> Hazard:
    """The hazard of an item that a therapist sees, whatever was answered."""
    with writing(assessment.patient) as patient:
        assessment = _fresh(patient, assessment)
        standing_of(assessment).check_in_review()
        item = assessment.checklist.items.filter(code=code).first()
        if item is None:
            raise UnknownItem(field="item")
        hazard = find_hazard(assessment=assessment, item=item, on=on, by=by)
        _changed(assessment, by)
    return hazard


def send_back(*, assessment: Assessment, version: int, by: User, now: datetime) -> None:
    """To whoever walked, with the questions. Raises ChangedMeanwhile, NothingReturned, NotInReview."""
    with writing(assessment.patient) as patient:
        assessment = _unchanged(_fresh(patient, assessment), version)
        assessment.state = standing_of(assessment).send_back().state
        assessment.returned_at = now
        assessment.save(update_fields=["state", "returned_at"])
        _changed(assessment, by)


def sign(*, assessment: Assessment, version: int, by: User, now: datetime, today: date) -> None:
    """The review is done: who, when, what was seen. Raises ChangedMeanwhile, NotReviewedYet, NotInReview."""
    with writing(assessment.patient) as patient:
        assessment = _unchanged(_fresh(patient, assessment), version)
        after = standing_of(assessment).sign()
        assessment.state, assessment.reviewed_at, assessment.reviewed_by = after.state, now, by
        assessment.seen = {
            **Counter(str(word) for word in after.answers.values()),
            "photos": assessment.photos.count(),
        }
        assessment.save(update_fields=["state", "reviewed_at", "reviewed_by", "seen"])
        settle_review(assessment, on=today, by=by)
        _changed(assessment, by)


def _question(question: str) -> str:
    return clean_text(question.strip(), field="question", limit=NOTE_LIMIT)


def _decided(standing: Standing, code: str, verdict: Verdict | None, question: str) -> Standing:
    """The walk after a decision. Raises what its table has against it."""
    if verdict is Verdict.ACCEPTED:
        return standing.accept(code)
    return standing.return_(code, question) if verdict is Verdict.RETURNED else standing.reconsider(code)


def _keep(row: Answer, verdict: Verdict | None, question: str, *, by: User, now: datetime) -> None:
    row.verdict, row.question = verdict, question if verdict == Verdict.RETURNED else ""
    row.decided_by, row.decided_at = by, now
    row.revision += 1
    row.save()


def _unchanged(assessment: Assessment, version: int) -> Assessment:
    if assessment.version != version:
        raise ChangedMeanwhile(assessment)
    return assessment


def _fresh(patient: Patient, assessment: Assessment) -> Assessment:
    fresh = Assessment.objects.select_related("checklist").get(pk=assessment.pk)
    fresh.patient = patient
    return fresh


def _changed(assessment: Assessment, by: User) -> None:
    assessment.version += 1
    assessment.save(update_fields=["version"])
    record_write(
        by=by, patient=assessment.patient, subject=AuditSubject.HOME, subject_key=assessment.public_id
    )
