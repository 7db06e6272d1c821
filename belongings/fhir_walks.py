"""A walk as FHIR R4: what was asked as a Questionnaire, what was answered as a QuestionnaireResponse.

Codes are our own: no standard code was found for home hazards. There is no score in it.
"""

from typing import Any

from accounts.services.access import Access
from checklists.access import sees_note
from checklists.domain.assessments import State
from checklists.domain.vocabulary import Answer
from checklists.models import Assessment
from checklists.summaries import ItemShown, RoomShown, WalkShown, walk_shown

Json = dict[str, Any]

SYSTEM = "urn:fallrisk:home-safety"
ACCOUNTS = "urn:fallrisk:accounts"
ANSWERS = {
    Answer.OK: "OK",
    Answer.NEEDS_WORK: "Needs work",
    Answer.NOT_SURE: "Not sure",
    Answer.NOT_IN_HOME: "Not in the home",
}
# What a response is called while it is walked, once it is sent, and after it came back.
STATUS = {
    State.DRAFT: "in-progress",
    State.SUBMITTED: "completed",
    State.RETURNED: "in-progress",
    State.REVIEWED: "completed",
}


def assessment_bundle(assessment: Assessment, access: Access) -> Json:
    """A collection of both, for whoever may see the home; notes as the care link has them."""
    shown = walk_shown(assessment, with_photos=False)
    resources = [_questionnaire(assessment, shown), _response(assessment, access, shown)]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": assessment.received_at.isoformat(),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }


def _questionnaire(assessment: Assessment, shown: WalkShown) -> Json:
    checklist = assessment.checklist
    return {
        "resourceType": "Questionnaire",
        "id": str(checklist.public_id),
        "url": _url(assessment),
        "version": str(checklist.version),
        "name": "HomeSafetyWalk",
        "title": checklist.title,
        "status": "active",
        "subjectType": ["Patient"],
        "item": [_room(room) for room in shown.rooms],
    }


def _room(room: RoomShown) -> Json:
    return {
        "linkId": room.room,
        "type": "group",
        "text": str(room.room).replace("_", " ").capitalize(),
        "item": [_question(item) for item in room.items],
    }


def _question(item: ItemShown) -> Json:
    return {
        "linkId": item.code,
        "type": "choice",
        "text": item.text,
        "answerOption": [{"valueCoding": _coding(word)} for word in ANSWERS],
        "item": [{"linkId": f"{item.code}-note", "type": "text", "text": "Note"}],
    }


def _response(assessment: Assessment, access: Access, shown: WalkShown) -> Json:
    rooms = [(room, [_said(item, access) for item in room.items if item.word]) for room in shown.rooms]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": str(assessment.public_id),
        "questionnaire": f"{_url(assessment)}|{assessment.checklist.version}",
        "status": _status(assessment, shown),
        "subject": {"reference": f"Patient/{access.patient.public_id}"},
        **_author(assessment, access),
        "authored": (assessment.submitted_at or assessment.made_at).isoformat(),
        "item": [{"linkId": room.room, "item": said} for room, said in rooms if said],
    }


def _status(assessment: Assessment, shown: WalkShown) -> str:
    """Amended: sent, and answered otherwise since, after a question of the therapist."""
    status = STATUS[State(assessment.state)]
    again = any(item.answer and item.answer.earlier for item in shown.items)
    return "amended" if status == "completed" and again else status


def _author(assessment: Assessment, access: Access) -> Json:
    """Whoever walked, which on a visit is not the patient; nobody where that account has left."""
    author = assessment.made_by
    if author is None:
        return {}
    if author.pk == access.patient.user_id:
        return {"author": {"type": "Patient", "reference": f"Patient/{access.patient.public_id}"}}
    kind = "Practitioner" if author.is_therapist else "RelatedPerson"
    return {"author": {"type": kind, "identifier": {"system": ACCOUNTS, "value": str(author.public_id)}}}


def _said(item: ItemShown, access: Access) -> Json:
    answer: Json = {"valueCoding": _coding(item.word)}
    if item.answer and item.answer.note and sees_note(access, item.answer.note_by_id):
        answer["item"] = [{"linkId": f"{item.code}-note", "answer": [{"valueString": item.answer.note}]}]
    return {"linkId": item.code, "text": item.text, "answer": [answer]}


def _coding(word: Answer | None) -> Json:
    return {"system": SYSTEM, "code": word, "display": ANSWERS[Answer(word or "")]}


def _url(assessment: Assessment) -> str:
    return f"{SYSTEM}:{assessment.checklist.code}"
