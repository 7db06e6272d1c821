from django.utils import timezone
from rest_framework.response import Response

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.services.access import open_named_patient
from api import examples
from api.pages import page
from api.schema import describe, page_of
from api.shapes.base import asked
from api.shapes.rates import RateShown, RatesQuery, rate_json
from api.views.base import AccountRequest, JsonView
from logs.domain.vocabulary import WindowKind
from logs.summaries import windows_stored


class Rates(JsonView):
    @describe(
        "list_rates", {200: page_of(RateShown)}, query=RatesQuery, large=True, examples=[examples.RATES]
    )
    def get(self, request: AccountRequest) -> Response:
        """The stored rates of one kind of window, oldest first; by default of the last 12 months."""
        query = asked(RatesQuery, request.query_params)
        access = open_named_patient(
            request.user, query.get("patient"), Scope.FALLS, subject=AuditSubject.RATES
        )
        rates = windows_stored(
            access.patient,
            query.get("window", WindowKind.MONTH),
            first=query.get("first"),
            last=query.get("last"),
            now=timezone.now(),
        )
        return page([rate_json(rate) for rate in rates])
