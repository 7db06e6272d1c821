"""Walks through homes as programs and phones send them."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils import timezone

from accounts.services.access import Access
from api.acting import Outbox
from api.fields import UUID_PATTERN
from checklists.access import sees_note, walking
from checklists.domain.errors import AlreadySent, NoteOfAnother, UnknownChecklist
from checklists.domain.vocabulary import Walk
from checklists.models import Assessment, Checklist
from checklists.services.assessments import (
    Done,
    Knew,
    Reply,
    answer_item,
    begin_assessment,
    submit_assessment,
    walk_of,
)
from checklists.services.clinic_checklists import FOR_EVERYBODY, checklist_of, checklists_for
from ledger.domain.outcomes import Outcome
from ledger.services.operations import Sent
from logs.domain.times import local_date

Told = Mapping[str, Any]
Result = dict[str, Any]
CODE = r"[a-z0-9-]{1,20}"  # of a checklist


def begin(access: Access, told: Told, sent: Sent) -> Done:
    """Raises UnknownChecklist, and what begin_assessment raises."""
    return begin_assessment(
        patient=walking(access).patient,
        checklist=_checklist(access, told["checklist"]),
        walk=Walk(told["kind"]),
        today=local_date(timezone.now(), access.patient.time_zone),
        sent=sent,
        with_extra=told.get("extra", False),
    )


def of_named(access: Access, told: Told) -> Access:
    """The same, where the request names that patient or nobody; 404 where it names another one."""
    if told.get("patient") not in (None, access.patient.public_id):
        raise Http404
    return access


def reply_of(assessment: Assessment, access: Access, code: str, told: Told) -> Reply:
    """Without `base` the answer stands, whatever was there. Raises NoteOfAnother."""
    row = assessment.answers.filter(item__code=code).first() if told.get("note") is not None else None
    if row is not None and row.note and not sees_note(access, row.note_by_id):
        raise NoteOfAnother(field="note")
    base = told.get("base") if "base" in told else Knew.ANYTHING
    return Reply(code=code, answer=told["answer"], note=told.get("note"), base=base)


def _assessment(outbox: Outbox, access: Access, told: Told) -> Result:
    return _of(begin(access, told, outbox.sent(told)))


def _assessment_answer(outbox: Outbox, access: Access, told: Told) -> Result:
    assessment = walk_of(walking(access).patient, told["assessment"])
    reply = reply_of(assessment, access, told["item"], told)
    return _of(answer_item(assessment=assessment, reply=reply, sent=outbox.sent(told)))


def _assessment_submission(outbox: Outbox, access: Access, told: Told) -> Result:
    """A walk that is with the therapist already is what whoever sends this wants."""
    assessment = walk_of(walking(access).patient, told["entry_id"])
    today = local_date(timezone.now(), access.patient.time_zone)
    try:
        return _of(submit_assessment(assessment=assessment, today=today, sent=outbox.sent(told)))
    except AlreadySent:
        return _of(Done(outcome=Outcome.ALREADY_RECORDED, assessment=assessment))


def _of(done: Done) -> Result:
    walk = done.assessment
    return {"outcome": done.outcome, "id": str(walk.public_id), "version": walk.version}


def _checklist(access: Access, named: str) -> Checklist:
    """A version by its id, or the newest of a code; the clinic's own where the patient has one."""
    usual, open_to = checklist_of(access.patient), checklists_for(access.patient)
    if re.fullmatch(UUID_PATTERN, named):
        found = open_to.filter(public_id=named).first()
    elif re.fullmatch(CODE, named):
        found = usual if named in (usual.code, FOR_EVERYBODY) else open_to.filter(code=named).newest().first()
    else:
        found = None
    if found is None:
        raise UnknownChecklist(field="checklist")
    return found


HOME_DO = {
    "assessment": _assessment,
    "assessment_answer": _assessment_answer,
    "assessment_submission": _assessment_submission,
}
