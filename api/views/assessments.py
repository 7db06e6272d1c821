"""Walks through homes."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse
from rest_framework.response import Response

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import User
from accounts.services.access import Access, open_named_patient
from accounts.services.audit import record_reads
from api.acting import sent_by
from api.errors import Refused
from api.examples import NEW_WALK, WALK_ANSWER
from api.pages import cursor_page
from api.schema import describe, page_of
from api.shapes.base import OfPatient, asked, read
from api.shapes.fhir import BundleShown
from api.shapes.homes import (
    AnswerGiven,
    AssessmentShown,
    NewAssessment,
    ReviewGiven,
    Submission,
    assessment_json,
    assessments_json,
    decisions_of,
)
from api.views.base import AccountRequest, JsonView
from api.walking import begin, of_named, reply_of
from belongings.fhir_walks import assessment_bundle
from checklists.access import open_assessment, reviewing, walking
from checklists.domain.errors import AlreadySent
from checklists.errors import ChangedMeanwhile
from checklists.models import Assessment
from checklists.services.assessments import answer_item, submit_assessment
from checklists.services.reviews import review
from ledger.domain.outcomes import Outcome
from ledger.errors import DifferentContent
from logs.domain.times import local_date

NEWEST_FIRST = ("-made_at", "-pk")


class Assessments(JsonView):
    @describe("list_assessments", {200: page_of(AssessmentShown)}, query=OfPatient, large=True)
    def get(self, request: AccountRequest) -> Response:
        """The walks through a patient's homes, newest first."""
        query = asked(OfPatient, request.query_params)
        access = open_named_patient(request.user, query.get("patient"), Scope.HOME, subject=None)
        record_reads(viewer=request.user, patients=[access.patient], subject=AuditSubject.HOME)
        walks = Assessment.objects.visible_to(request.user).filter(patient=access.patient)
        return cursor_page(
            request,
            walks.select_related("checklist", "home", "made_by", "reviewed_by"),
            order=NEWEST_FIRST,
            shown=lambda found: assessments_json(found, access),
        )

    @describe(
        "begin_assessment",
        {201: AssessmentShown, 200: OpenApiResponse(AssessmentShown, "A walk is under way there already.")},
        body=NewAssessment,
        conflict=True,
        examples=[NEW_WALK],
    )
    def post(self, request: AccountRequest) -> Response:
        """Begin a walk through the home; where one is under way, it is that one."""
        told = read(NewAssessment, request.data)
        access = open_named_patient(request.user, told.get("patient"), Scope.HOME, subject=None)
        sent = sent_by(request.user, op_id=told["entry_id"], made_at=told.get("made_at"))
        try:
            done = begin(access, told, sent)
        except DifferentContent as known:
            raise known_already(known) from None
        status = 201 if done.outcome is Outcome.CREATED else 200
        return Response(_read(request.user, done.assessment, access), status=status)


class OneAssessment(JsonView):
    @describe("get_assessment", {200: AssessmentShown})
    def get(self, request: AccountRequest, walk_id: UUID) -> Response:
        """One walk, with what it asks and what was answered."""
        assessment, access = open_assessment(request.user, walk_id)
        return Response(assessment_json(assessment, access))


class OneAnswer(JsonView):
    @describe("answer_item", {200: AssessmentShown}, body=AnswerGiven, conflict=True, examples=[WALK_ANSWER])
    def put(self, request: AccountRequest, walk_id: UUID, code: str) -> Response:
        """Answer one item of a walk under way."""
        told = read(AnswerGiven, request.data)
        assessment, access = open_assessment(request.user, walk_id, subject=None)
        sent = sent_by(request.user, op_id=told.get("op_id"), made_at=told.get("made_at"))
        walking(of_named(access, told))
        try:
            reply = reply_of(assessment, access, code, told)
            done = answer_item(assessment=assessment, reply=reply, sent=sent)
        except DifferentContent as known:
            raise known_already(known) from None
        return Response(_read(request.user, done.assessment, access))


class Submitting(JsonView):
    @describe("submit_assessment", {200: AssessmentShown}, body=Submission, conflict=True)
    def post(self, request: AccountRequest, walk_id: UUID) -> Response:
        """Send a walk to be reviewed; one that is there already stays as it is."""
        told = read(Submission, request.data)
        assessment, access = open_assessment(request.user, walk_id, subject=None)
        sent = sent_by(request.user, op_id=told.get("op_id"), made_at=told.get("made_at"))
        today = local_date(timezone.now(), walking(of_named(access, told)).patient.time_zone)
        try:
            assessment = submit_assessment(assessment=assessment, today=today, sent=sent).assessment
        except AlreadySent:
            pass
        except DifferentContent as known:
            raise known_already(known) from None
        return Response(_read(request.user, assessment, access))


class Review(JsonView):
    @describe("review_assessment", {200: AssessmentShown}, body=ReviewGiven, conflict=True)
    def post(self, request: AccountRequest, review_id: UUID) -> Response:
        """Decide about answers, and sign the walk or send it back: all of it or nothing."""
        told, now = read(ReviewGiven, request.data), timezone.now()
        assessment, access = open_assessment(request.user, review_id, subject=None)
        try:
            review(
                assessment=assessment,
                items=decisions_of(told),
                then=told.get("then"),
                version=told["version"],
                by=request.user,
                now=now,
                today=local_date(now, reviewing(of_named(access, told)).patient.time_zone),
            )
        except ChangedMeanwhile as changed:
            current = _read(request.user, _fresh(changed.assessment), access)
            words = "Somebody has changed this meanwhile."
            raise Refused(409, changed.code, words, current=current, yours=dict(request.data)) from None
        return Response(_read(request.user, _fresh(assessment), access))


class Fhir(JsonView):
    @describe("export_assessment", {200: BundleShown})
    def get(self, request: AccountRequest, walk_id: UUID) -> Response:
        """A walk as FHIR R4: a Bundle of its Questionnaire and a QuestionnaireResponse. No score."""
        assessment, access = open_assessment(request.user, walk_id)
        return Response(assessment_bundle(assessment, access))


def known_already(known: DifferentContent) -> Refused:
    return Refused(409, known.code, "This id came before, with another content.")


def _fresh(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_related("patient__user", "checklist", "home").get(pk=assessment.pk)


def _read(reader: User, assessment: Assessment, access: Access) -> dict[str, object]:
    """What a write is answered with is read, too."""
    record_reads(viewer=reader, patients=[access.patient], subject=AuditSubject.HOME)
    return assessment_json(assessment, access)
