"""Hazards of homes, and what therapists advise about them."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.response import Response

from accounts.domain.errors import UnknownField
from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.services.access import open_known_patient, open_named_patient
from api.examples import ADVICE_DONE
from api.pages import page
from api.schema import describe, page_of
from api.shapes.base import asked, read
from api.shapes.homes import (
    HazardJson,
    HazardQuery,
    NewRecommendation,
    RecommendationPatch,
    RecommendationShown,
    hazard_json,
    recommendation_json,
)
from api.views.base import AccountRequest, JsonView
from api.walking import of_named
from checklists.access import open_hazard, reviewing, walking
from checklists.models import Home, Recommendation
from checklists.services.hazards import Advice, mark_done, mark_not_possible, recommend
from checklists.summaries import hazards_shown
from logs.domain.times import local_date


class Hazards(JsonView):
    @describe("list_hazards", {200: page_of(HazardJson)}, query=HazardQuery, large=True)
    def get(self, request: AccountRequest) -> Response:
        """What is known of the home of today, the open ones first and the worst of them first."""
        query = asked(HazardQuery, request.query_params)
        access = open_named_patient(request.user, query.get("patient"), Scope.HOME, subject=AuditSubject.HOME)
        home = Home.objects.current().filter(patient=access.patient).first()
        shown = hazards_shown(home, with_photos=False) if home else []
        if query.get("state", "open") == "open":
            shown = [one for one in shown if one.hazard.is_open]
        return page([hazard_json(one, access) for one in shown])


class Recommendations(JsonView):
    @describe("recommend", {201: RecommendationShown}, body=NewRecommendation)
    def post(self, request: AccountRequest) -> Response:
        """Advise about a hazard; what was advised before is replaced, and kept."""
        told = read(NewRecommendation, request.data)
        hazard, access = open_hazard(request.user, told["hazard"], subject=None)
        advice = Advice(
            text=told["text"], doer=told["doer"], effort=told["effort"], due_on=told.get("due_on")
        )
        now = timezone.now()
        today = local_date(now, reviewing(of_named(access, told)).patient.time_zone)
        made = recommend(hazard=hazard, advice=advice, by=request.user, now=now, today=today)
        return Response(recommendation_json(made, access), status=201)


class OneRecommendation(JsonView):
    @describe(
        "follow_recommendation", {200: RecommendationShown}, body=RecommendationPatch, examples=[ADVICE_DONE]
    )
    def patch(self, request: AccountRequest, advice_id: UUID) -> Response:
        """It is done, or not possible."""
        told = read(RecommendationPatch, request.data)
        found = (
            Recommendation.objects.visible_to(request.user).current().select_related("hazard__patient__user")
        )
        advice = get_object_or_404(found, public_id=advice_id)
        hazard = advice.hazard
        opened = open_known_patient(request.user, hazard.patient, subject=AuditSubject.HOME)
        access = walking(of_named(opened, told))
        today = local_date(timezone.now(), access.patient.time_zone)
        other = ("reason",) if told["state"] == "done" else ("on", "note")
        for name in other:
            if name in told:
                raise UnknownField(field=name)
        if told["state"] == "done":
            on, note = told.get("on", today), told.get("note", "")
            mark_done(hazard=hazard, on=on, today=today, by=request.user, note=note)
        else:
            mark_not_possible(hazard=hazard, reason=told.get("reason", ""), today=today, by=request.user)
        advice.refresh_from_db()
        return Response(recommendation_json(advice, access))
