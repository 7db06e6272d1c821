"""The weekly look at skin and joints."""

from drf_spectacular.utils import OpenApiResponse
from rest_framework.response import Response

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.services.access import open_named_patient
from api.acting import sent_by
from api.pages import cursor_page
from api.schema import describe, page_of
from api.shapes.base import asked, read
from api.shapes.treatments import ListQuery
from api.shapes.weekly_checks import NewWeeklyCheck, WeeklyCheckShown, weekly_json, weekly_told
from api.views.assessments import known_already
from api.views.base import AccountRequest, JsonView
from ledger.domain.outcomes import Outcome
from ledger.errors import DifferentContent
from symptoms.models import WeeklyCheck
from symptoms.services.weekly_checks import record_weekly_check


class WeeklyChecks(JsonView):
    @describe("list_weekly_checks", {200: page_of(WeeklyCheckShown)}, query=ListQuery, large=True)
    def get(self, request: AccountRequest) -> Response:
        """Looks at skin and joints, newest first."""
        query = asked(ListQuery, request.query_params)
        access = open_named_patient(
            request.user, query.get("patient"), Scope.SYMPTOMS, subject=AuditSubject.SYMPTOMS
        )
        return cursor_page(
            request,
            WeeklyCheck.objects.filter(patient=access.patient).select_related("made_by"),
            order=("-made_at", "-pk"),
            shown=lambda found: [weekly_json(one) for one in found],
        )

    @describe(
        "add_weekly_check",
        {201: WeeklyCheckShown, 200: OpenApiResponse(WeeklyCheckShown, "It was here already.")},
        body=NewWeeklyCheck,
        conflict=True,
    )
    def post(self, request: AccountRequest) -> Response:
        """A look at skin and joints; `advice` says which text to show at once."""
        told = read(NewWeeklyCheck, request.data)
        access = open_named_patient(
            request.user, told.get("patient"), Scope.SYMPTOMS, Scope.LOG, subject=AuditSubject.SYMPTOMS
        )
        sent = sent_by(request.user, op_id=told["entry_id"], made_at=told.get("made_at"))
        try:
            done = record_weekly_check(patient=access.patient, told=weekly_told(told), sent=sent)
        except DifferentContent as known:
            raise known_already(known) from None
        return Response(weekly_json(done.check), status=201 if done.outcome is Outcome.CREATED else 200)
