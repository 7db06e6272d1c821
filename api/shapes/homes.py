"""Homes as JSON: walks, photos, hazards and what is advised."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from accounts.models import User
from accounts.services.access import Access
from api.fields import Choice, Day, Id, Moment, Number, Text
from api.shapes.base import TWICE, OfPatient, Shape
from api.shapes.checklists import ChecklistNamed
from api.shapes.home_operations import AnswerFields, AssessmentFields
from checklists.access import sees_note, sees_photos
from checklists.domain.assessments import State
from checklists.domain.hazards import Happened
from checklists.domain.vocabulary import WEIGHTS, Answer, Doer, Effort, ReviewEnd, Room, Verdict, Walk
from checklists.models import Assessment, Home, Recommendation
from checklists.services.reviews import Decision
from checklists.summaries import HazardShown, ItemShown, WalkShown, walks_shown

MOST_DECISIONS = 100  # of one review


class NewAssessment(AssessmentFields):
    made_at = Moment(required=False)
    patient = Id(required=False)


class AnswerGiven(AnswerFields):
    op_id = Id(required=False, help_text="Makes a resend the same answer.")
    made_at = Moment(required=False)
    patient = Id(required=False)


class Submission(Shape):
    op_id = Id(required=False)
    made_at = Moment(required=False)
    patient = Id(required=False)


class DecisionGiven(Shape):
    item = Text()
    verdict = Choice(Verdict)
    question = Text(required=False, allow_blank=True, help_text="Needed where it is returned.")


class ReviewGiven(Shape):
    version = Number(help_text="Of the walk, as it was read: nobody who changed it since is overwritten.")
    items = serializers.ListField(child=DecisionGiven(), required=False, max_length=MOST_DECISIONS)
    then = Choice(ReviewEnd, required=False, allow_null=True)
    patient = Id(required=False)


class HazardQuery(OfPatient):
    state = Choice(["open", "all"], required=False)


class NewRecommendation(Shape):
    hazard = Id()
    text = Text()
    doer = Choice(Doer)
    effort = Choice(Effort)
    due_on = Day(required=False, allow_null=True)
    patient = Id(required=False)


class RecommendationPatch(Shape):
    state = Choice(["done", "not_possible"])
    on = Day(required=False, help_text="When it was done; without it, today.")
    note = Text(required=False, allow_blank=True, help_text="What was done.")
    reason = Text(required=False, allow_blank=True, help_text="Why it is not possible.")
    patient = Id(required=False)


class HomeShown(Shape):
    id = Id()
    since = Day()
    until = Day(allow_null=True)


class OtherAnswer(Shape):
    answer = Choice(Answer, allow_null=True)
    note = Text(allow_null=True)


class AnsweredItem(Shape):
    item = Text()
    room = Choice(Room)
    text = Text()
    answer = Choice(Answer, allow_null=True)
    note = Text(allow_null=True, help_text="null where notes are not open to the reader.")
    other = OtherAnswer(allow_null=True, help_text="Another phone's answer that did not know this one.")
    photos = serializers.ListField(child=Id(), help_text="Empty where photos are not open to the reader.")
    verdict = Choice(Verdict, allow_null=True)
    question = Text()


class AssessmentShown(Shape):
    id = Id()
    entry_id = Id()
    checklist = ChecklistNamed()
    kind = Choice(Walk)
    state = Choice(State)
    version = Number()
    home = HomeShown()
    made_at = Moment()
    made_by = Id(allow_null=True)
    submitted_at = Moment(allow_null=True)
    reviewed_at = Moment(allow_null=True)
    reviewed_by = Id(allow_null=True)
    items = AnsweredItem(many=True)


class PhotoShown(Shape):
    id = Id()
    width = Number()
    height = Number()


class NewPhoto(Shape):
    """Sent as `multipart/form-data`."""

    entry_id = Id()
    assessment = Id(help_text="The walk, by the entry_id that began it or by its id.")
    item = Text()
    file = serializers.FileField(help_text="JPEG, PNG or WebP, up to 15 MB and 40 megapixels.")
    made_at = Moment(required=False)
    patient = Id(required=False)


class HazardEventShown(Shape):
    what = Choice(Happened)
    on = Day()


class RecommendationShown(Shape):
    id = Id()
    hazard = Id()
    text = Text()
    doer = Choice(Doer)
    effort = Choice(Effort)
    due_on = Day(allow_null=True)
    issued_at = Moment()
    done_on = Day(allow_null=True)
    not_possible = Text(allow_null=True, help_text="null where notes are not open to the reader.")


class HazardJson(Shape):
    id = Id()
    item = Text()
    room = Choice(Room)
    text = Text()
    weight = serializers.IntegerField(min_value=min(WEIGHTS), max_value=max(WEIGHTS))
    weight_reason = Text(help_text="Of a therapist who weighed it otherwise.")
    state = Choice(Happened)
    open_since = Day(allow_null=True)
    history = HazardEventShown(many=True)
    recommendation = RecommendationShown(allow_null=True)


def decisions_of(told: Mapping[str, Any]) -> list[Decision]:
    return [
        Decision(code=one["item"], verdict=one["verdict"], question=one.get("question", ""))
        for one in told.get("items", ())
    ]


def assessment_json(assessment: Assessment, access: Access) -> dict[str, Any]:
    [told] = assessments_json([assessment], access)
    return told


def assessments_json(walks: Sequence[Assessment], access: Access) -> list[dict[str, Any]]:
    """Walks of one patient, with as many queries as one of them takes."""
    return [_walk_json(shown, access) for shown in walks_shown(walks, with_photos=sees_photos(access))]


def _walk_json(shown: WalkShown, access: Access) -> dict[str, Any]:
    assessment = shown.assessment
    return {
        "id": str(assessment.public_id),
        "entry_id": str(assessment.entry_id),
        "checklist": {
            "id": str(assessment.checklist.public_id),
            "code": assessment.checklist.code,
            "version": assessment.checklist.version,
        },
        "kind": assessment.walk,
        "state": assessment.state,
        "version": assessment.version,
        "home": _home_json(assessment.home),
        "made_at": assessment.made_at.isoformat(),
        "made_by": _who(assessment.made_by),
        "submitted_at": _moment(assessment.submitted_at),
        "reviewed_at": _moment(assessment.reviewed_at),
        "reviewed_by": _who(assessment.reviewed_by),
        "items": [_item_json(item, access) for item in shown.items],
    }


def hazard_json(shown: HazardShown, access: Access) -> dict[str, Any]:
    hazard = shown.hazard
    return {
        "id": str(hazard.public_id),
        "item": hazard.code,
        "room": hazard.room,
        "text": shown.text,
        "weight": hazard.weight,
        "weight_reason": hazard.weight_reason,
        "state": hazard.state,
        "open_since": hazard.open_since.isoformat() if hazard.open_since else None,
        "history": [{"what": event.what, "on": event.on.isoformat()} for event in shown.events],
        "recommendation": recommendation_json(shown.advice, access) if shown.advice else None,
    }


def recommendation_json(advice: Recommendation, access: Access) -> dict[str, Any]:
    return {
        "id": str(advice.public_id),
        "hazard": str(advice.hazard.public_id),
        "text": advice.text,
        "doer": advice.doer,
        "effort": advice.effort,
        "due_on": advice.due_on.isoformat() if advice.due_on else None,
        "issued_at": advice.issued_at.isoformat(),
        "done_on": advice.done_on.isoformat() if advice.done_on else None,
        "not_possible": advice.not_possible if access.is_own or access.sees_notes else None,
    }


def _item_json(item: ItemShown, access: Access) -> dict[str, Any]:
    answer = item.answer
    sees = answer is not None and sees_note(access, answer.note_by_id)
    other = _other_json(answer.other, access) if answer and answer.other else None
    return {
        "item": item.code,
        "room": item.room,
        "text": item.text,
        "answer": answer.answer if answer else None,
        "note": answer.note if answer and sees else None,
        "other": other,
        "photos": [str(photo.public_id) for photo in item.photos],
        "verdict": answer.verdict if answer else None,
        "question": answer.question if answer else "",
    }


def _other_json(other: Mapping[str, str | None], access: Access) -> dict[str, str | None]:
    """The other answer; its note for the patient, whoever wrote it, and where the link shows notes."""
    own = other.get("by") == str(access.viewer.public_id)
    sees = access.is_own or access.sees_notes or own
    return {"answer": other["answer"], "note": other["note"] if sees else None}


def _home_json(home: Home) -> dict[str, Any]:
    return {
        "id": str(home.public_id),
        "since": home.since.isoformat(),
        "until": home.until.isoformat() if home.until else None,
    }


def _who(person: User | None) -> str | None:
    return str(person.public_id) if person else None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def photo_told(data: QueryDict, files: MultiValueDict[str, UploadedFile]) -> dict[str, Any]:
    """A form as one object. Raises ValidationError for a field that is said twice."""
    twice = {name: [TWICE] for form in (data, files) for name in form if len(form.getlist(name)) > 1}
    if twice:
        raise ValidationError(twice)
    return {**{name: data[name] for name in data}, **{name: files[name] for name in files}}
