"""Falls and near falls."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.response import Response

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.jobs import start_soon
from accounts.services.access import open_named_patient
from accounts.services.audit import record_reads
from api.acting import sent_by
from api.errors import Refused
from api.pages import cursor_page
from api.shapes.base import asked, read
from api.shapes.falls import FallPatch, FallQuery, NewFall, changes_of, entry_of, fall_json
from api.shapes.operations import OperationId
from api.views.base import AccountRequest, JsonView
from logs.domain.vocabulary import EntryState, Outcome
from logs.errors import ChangedElsewhere, DifferentPayload
from logs.services.falls import FallChange, amend_fall, record_fall, restore_fall, withdraw_fall
from logs.services.ledger import Recorded
from logs.services.opened_falls import falls_open_to, open_fall
from logs.tasks import refresh_patient_rates

NEWEST_FIRST = ("-occurred_at", "-pk")


class Falls(JsonView):
    @method_decorator(conditional_page)
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

    def post(self, request: AccountRequest) -> Response:
        """Record a fall or near fall; sent again, it is the same one."""
        told, now = read(NewFall, request.data), timezone.now()
        access = open_named_patient(request.user, told.get("patient"), Scope.LOG, subject=None)
        entry = entry_of(told, received_at=now)
        try:
            recorded = record_fall(patient=access.patient, entry=entry, by=request.user, received_at=now)
        except DifferentPayload as known:
            current = known.current and fall_json(known.current, access)
            raise conflict(known.code, current=current, yours=dict(request.data)) from None
        start_soon(refresh_patient_rates, access.patient.pk)
        status = 201 if recorded.outcome is Outcome.CREATED else 200
        return Response(fall_json(recorded.fall, access), status=status)


class OneFall(JsonView):
    def get(self, request: AccountRequest, fall_id: UUID) -> Response:
        """One fall, withdrawn ones too."""
        opened = open_fall(request.user, fall_id)
        return Response(fall_json(opened.fall, opened.access))

    def patch(self, request: AccountRequest, fall_id: UUID) -> Response:
        """Set fields of a fall. What others set meanwhile stays, but the same field twice is a conflict."""
        told = read(FallPatch, request.data)
        opened = open_fall(request.user, fall_id, to_change=True, reads=False)
        change = FallChange(set=changes_of(told), base=told["version"])
        sent = sent_by(request.user, op_id=told.get("op_id"), made_at=told.get("made_at"))
        try:
            changed = amend_fall(fall=opened.fall, change=change, sent=sent).fall
        except (ChangedElsewhere, DifferentPayload) as known:
            current = known.current and fall_json(known.current, opened.access)
            raise conflict(known.code, current=current, yours=dict(request.data)) from None
        start_soon(refresh_patient_rates, opened.access.patient.pk)
        return Response(fall_json(changed, opened.access))


class Withdrawal(JsonView):
    def post(self, request: AccountRequest, fall_id: UUID) -> Response:
        """Take a fall out of view and out of rates."""
        return _change_state(request, fall_id, withdraw_fall)

    def delete(self, request: AccountRequest, fall_id: UUID) -> Response:
        """Undo that."""
        return _change_state(request, fall_id, restore_fall)


def conflict(code: str, *, current: object, yours: object) -> Refused:
    """Refused for what stands there already; the answer holds both, so that a person can choose."""
    return Refused(409, code, "Something else is here already.", current=current, yours=yours)


def _change_state(request: AccountRequest, fall_id: UUID, change: Callable[..., Recorded]) -> Response:
    told = read(OperationId, request.data)
    opened = open_fall(request.user, fall_id, to_change=True, reads=False)
    sent = sent_by(request.user, op_id=told.get("op_id"), made_at=told.get("made_at"))
    try:
        fall = change(fall=opened.fall, sent=sent).fall
    except DifferentPayload as known:
        current = known.current and fall_json(known.current, opened.access)
        raise conflict(known.code, current=current, yours=dict(request.data)) from None
    start_soon(refresh_patient_rates, opened.access.patient.pk)
    return Response(fall_json(fall, opened.access))
