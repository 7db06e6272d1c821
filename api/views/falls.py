"""Falls and near falls."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse
from rest_framework.response import Response

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.jobs import start_soon
from accounts.services.access import open_named_patient
from accounts.services.audit import record_reads
from api import examples
from api.acting import sent_by
from api.errors import Refused
from api.known_falls import conflict, known_fall_json, unless_hidden
from api.pages import cursor_page
from api.schema import describe, page_of
from api.shapes.base import OfPatient, asked, read
from api.shapes.falls import (
    FallPatch,
    FallQuery,
    FallShown,
    NewFall,
    SameFallAnswer,
    changes_of,
    entry_of,
    fall_json,
)
from api.shapes.operations import OperationId
from api.views.base import AccountRequest, JsonView
from ledger.domain.outcomes import Outcome
from ledger.services.operations import Sent
from logs.domain.vocabulary import EntryState
from logs.errors import ChangedElsewhere, DifferentPayload, PointsToNoFall
from logs.services.falls import FallChange, amend_fall, record_fall, restore_fall, withdraw_fall
from logs.services.ledger import Recorded
from logs.services.opened_falls import falls_open_to, open_fall
from logs.services.same_falls import answer_same_fall
from logs.tasks import refresh_patient_rates

NEWEST_FIRST = ("-occurred_at", "-pk")


class Falls(JsonView):
    @describe("list_falls", {200: page_of(FallShown)}, query=FallQuery, large=True)
    def get(self, request: AccountRequest) -> Response:
        """The falls of a patient, newest first."""
        query = asked(FallQuery, request.query_params)
        access = open_named_patient(request.user, query.get("patient"), subject=None)
        if not {Scope.FALLS, Scope.LOG} & access.scopes:
            raise Http404
        falls = falls_open_to(access).filter(state=query.get("state", EntryState.ACTIVE))
        if "kind" in query:
            falls = falls.filter(kind=query["kind"])
        if "first" in query:
            falls = falls.filter(local_date__gte=query["first"])
        if "last" in query:
            falls = falls.filter(local_date__lte=query["last"])
        record_reads(viewer=request.user, patients=[access.patient], subject=AuditSubject.FALLS)
        return cursor_page(
            request,
            falls,
            order=NEWEST_FIRST,
            shown=lambda found: [fall_json(fall, access) for fall in found],
        )

    @describe(
        "log_fall",
        {201: FallShown, 200: OpenApiResponse(FallShown, "It was here already.")},
        body=NewFall,
        conflict=True,
        gone=True,
        examples=[examples.NEW_FALL],
    )
    def post(self, request: AccountRequest) -> Response:
        """Record a fall or near fall; sent again, it is the same one."""
        told, now = read(NewFall, request.data), timezone.now()
        access = open_named_patient(request.user, told.get("patient"), Scope.LOG, subject=None)
        entry = entry_of(told, received_at=now)
        try:
            recorded = unless_hidden(
                record_fall(patient=access.patient, entry=entry, by=request.user, received_at=now), access
            )
        except DifferentPayload as known:
            raise conflict(known, access, yours=request.data) from None
        start_soon(refresh_patient_rates, access.patient.pk)
        if recorded.outcome is Outcome.CREATED:
            return Response(fall_json(recorded.fall, access), status=201)
        return Response(known_fall_json(recorded.fall, access))


class OneFall(JsonView):
    @describe("get_fall", {200: FallShown})
    def get(self, request: AccountRequest, fall_id: UUID) -> Response:
        """One fall, withdrawn ones too."""
        opened = open_fall(request.user, fall_id)
        return Response(fall_json(opened.fall, opened.access))

    @describe(
        "change_fall",
        {200: FallShown},
        body=FallPatch,
        conflict=True,
        gone=True,
        examples=[examples.FALL_CHANGE],
    )
    def patch(self, request: AccountRequest, fall_id: UUID) -> Response:
        """Set fields of a fall. What others set meanwhile stays, but the same field twice is a conflict."""
        told = read(FallPatch, request.data)
        opened = open_fall(request.user, fall_id, patient_id=told.get("patient"), to_change=True, reads=False)
        change = FallChange(set=changes_of(told), base=told["version"])
        sent = sent_by(request.user, op_id=told.get("op_id"), made_at=told.get("made_at"))
        try:
            changed = amend_fall(fall=opened.fall, change=change, sent=sent).fall
        except (ChangedElsewhere, DifferentPayload) as known:
            raise conflict(known, opened.access, yours=request.data) from None
        start_soon(refresh_patient_rates, opened.access.patient.pk)
        return Response(fall_json(changed, opened.access))


class Withdrawal(JsonView):
    @describe("withdraw_fall", {200: FallShown}, body=OperationId, conflict=True)
    def post(self, request: AccountRequest, fall_id: UUID) -> Response:
        """Take a fall out of view and out of rates."""
        told = read(OperationId, request.data)
        sent = sent_by(request.user, op_id=told.get("op_id"), made_at=told.get("made_at"))
        return _change_state(request, fall_id, withdraw_fall, sent, patient_id=told.get("patient"))

    @describe("restore_fall", {200: FallShown}, query=OfPatient)
    def delete(self, request: AccountRequest, fall_id: UUID) -> Response:
        """Undo a withdrawal."""
        named = asked(OfPatient, request.query_params).get("patient")
        return _change_state(request, fall_id, restore_fall, sent_by(request.user), patient_id=named)


class SameFall(JsonView):
    @describe("answer_same_fall", {200: FallShown}, body=SameFallAnswer, conflict=True)
    def put(self, request: AccountRequest, fall_id: UUID) -> Response:
        """Say whether this is the same fall as the report of somebody else that it points to."""
        told = read(SameFallAnswer, request.data)
        opened = open_fall(request.user, fall_id, patient_id=told.get("patient"), to_log=True, reads=False)
        if not opened.access.may_answer:
            raise Http404
        sent = sent_by(request.user, op_id=told.get("op_id"))
        try:
            fall = answer_same_fall(fall=opened.fall, is_same=told["is_same"], sent=sent).fall
        except PointsToNoFall as nothing:
            raise Refused(422, nothing.code, "There is no other report that it may be the same as.") from None
        except DifferentPayload as known:
            raise conflict(known, opened.access, yours=request.data) from None
        start_soon(refresh_patient_rates, opened.access.patient.pk)
        return Response(fall_json(fall, opened.access))


def _change_state(
    request: AccountRequest,
    fall_id: UUID,
    change: Callable[..., Recorded],
    sent: Sent,
    *,
    patient_id: UUID | None,
) -> Response:
    opened = open_fall(request.user, fall_id, patient_id=patient_id, to_change=True, reads=False)
    try:
        fall = change(fall=opened.fall, sent=sent).fall
    except DifferentPayload as known:
        raise conflict(known, opened.access, yours=request.data) from None
    start_soon(refresh_patient_rates, opened.access.patient.pk)
    return Response(fall_json(fall, opened.access))
