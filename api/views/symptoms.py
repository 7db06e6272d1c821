"""Symptoms of a moment, what is asked every day, and the catalogue of questions."""

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse
from rest_framework.response import Response

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.services.access import open_named_patient
from api import examples
from api.acting import sent_by
from api.known_symptoms import known_symptoms_json, symptom_conflict
from api.pages import cursor_page
from api.schema import describe, page_of
from api.shapes.base import OfPatient, asked, read, shown
from api.shapes.operations import OperationId
from api.shapes.symptoms import (
    CatalogueShown,
    NewSymptoms,
    PinsPatch,
    PinsShown,
    SymptomQuery,
    SymptomsPatch,
    SymptomsShown,
    symptom_changes_of,
    symptoms_json,
    symptoms_of,
)
from api.views.base import AccountRequest, JsonView
from ledger.domain.outcomes import Outcome
from ledger.domain.vocabulary import EntryState
from ledger.services.operations import Sent
from symptoms.catalogue import SUGGESTED, VERSION, catalogue_told
from symptoms.errors import DifferentSymptoms, SymptomsChangedElsewhere
from symptoms.models import SymptomEntry
from symptoms.services.entries import (
    SymptomChange,
    amend_symptoms,
    record_symptoms,
    restore_symptoms,
    withdraw_symptoms,
)
from symptoms.services.ledger import Recorded
from symptoms.services.opened import open_symptoms
from symptoms.services.pins import pin_symptoms
from symptoms.summaries import pinned

NEWEST_FIRST = ("-occurred_at", "-pk")
LOGGING = (Scope.LOG, Scope.SYMPTOMS)


class Symptoms(JsonView):
    @describe("list_symptoms", {200: page_of(SymptomsShown)}, query=SymptomQuery, large=True)
    def get(self, request: AccountRequest) -> Response:
        """The symptom entries of a patient, newest first."""
        query = asked(SymptomQuery, request.query_params)
        access = open_named_patient(
            request.user, query.get("patient"), Scope.SYMPTOMS, subject=AuditSubject.SYMPTOMS
        )
        entries = SymptomEntry.objects.filter(
            patient=access.patient, state=query.get("state", EntryState.ACTIVE)
        ).select_related("made_by")
        if "first" in query:
            entries = entries.filter(local_date__gte=query["first"])
        if "last" in query:
            entries = entries.filter(local_date__lte=query["last"])
        return cursor_page(
            request,
            entries,
            order=NEWEST_FIRST,
            shown=lambda found: [symptoms_json(entry, access) for entry in found],
        )

    @describe(
        "log_symptoms",
        {201: SymptomsShown, 200: OpenApiResponse(SymptomsShown, "It was here already.")},
        body=NewSymptoms,
        conflict=True,
        gone=True,
        examples=[examples.NEW_SYMPTOMS],
    )
    def post(self, request: AccountRequest) -> Response:
        """Record symptoms; sent again, they are the same entry. They answer no day of the diary."""
        told, now = read(NewSymptoms, request.data), timezone.now()
        access = open_named_patient(request.user, told.get("patient"), *LOGGING, subject=None)
        entry = symptoms_of(told, received_at=now)
        try:
            recorded = record_symptoms(patient=access.patient, entry=entry, by=request.user, received_at=now)
        except DifferentSymptoms as known:
            raise symptom_conflict(known, access, yours=request.data) from None
        if recorded.outcome is Outcome.CREATED:
            return Response(symptoms_json(recorded.entry, access), status=201)
        return Response(known_symptoms_json(recorded.entry, access))


class OneEntry(JsonView):
    @describe("get_symptoms", {200: SymptomsShown})
    def get(self, request: AccountRequest, symptoms_id: UUID) -> Response:
        """One entry, withdrawn ones too."""
        opened = open_symptoms(request.user, symptoms_id)
        return Response(symptoms_json(opened.entry, opened.access))

    @describe(
        "change_symptoms",
        {200: SymptomsShown},
        body=SymptomsPatch,
        conflict=True,
        gone=True,
        examples=[examples.SYMPTOM_CHANGE],
    )
    def patch(self, request: AccountRequest, symptoms_id: UUID) -> Response:
        """Set fields of an entry, of values and areas those that are named alone. What others set meanwhile
        stays, but the same one twice is a conflict."""
        told = read(SymptomsPatch, request.data)
        opened = open_symptoms(
            request.user, symptoms_id, patient_id=told.get("patient"), to_change=True, reads=False
        )
        change = SymptomChange(set=symptom_changes_of(told), base=told["version"])
        sent = sent_by(request.user, op_id=told.get("op_id"), made_at=told.get("made_at"))
        try:
            changed = amend_symptoms(entry=opened.entry, change=change, sent=sent).entry
        except (SymptomsChangedElsewhere, DifferentSymptoms) as known:
            raise symptom_conflict(known, opened.access, yours=request.data) from None
        return Response(symptoms_json(changed, opened.access))


class Withdrawal(JsonView):
    @describe("withdraw_symptoms", {200: SymptomsShown}, body=OperationId, conflict=True)
    def post(self, request: AccountRequest, symptoms_id: UUID) -> Response:
        """Take an entry out of view."""
        told = read(OperationId, request.data)
        sent = sent_by(request.user, op_id=told.get("op_id"), made_at=told.get("made_at"))
        return _change_state(request, symptoms_id, withdraw_symptoms, sent, patient_id=told.get("patient"))

    @describe("restore_symptoms", {200: SymptomsShown}, query=OfPatient)
    def delete(self, request: AccountRequest, symptoms_id: UUID) -> Response:
        """Undo a withdrawal."""
        named = asked(OfPatient, request.query_params).get("patient")
        return _change_state(request, symptoms_id, restore_symptoms, sent_by(request.user), patient_id=named)


class Pins(JsonView):
    @describe("get_symptom_pins", {200: PinsShown}, query=OfPatient)
    def get(self, request: AccountRequest) -> Response:
        """What a patient is asked every day."""
        named = asked(OfPatient, request.query_params).get("patient")
        access = open_named_patient(request.user, named, Scope.SYMPTOMS, subject=AuditSubject.SYMPTOMS)
        return Response(shown(PinsShown, {"codes": pinned(access.patient)}))

    @describe("change_symptom_pins", {200: PinsShown}, body=PinsPatch, examples=[examples.PINS])
    def patch(self, request: AccountRequest) -> Response:
        """Ask for these every day, in this order, and for no others."""
        told = read(PinsPatch, request.data)
        access = open_named_patient(request.user, told.get("patient"), *LOGGING, subject=None)
        codes = pin_symptoms(patient=access.patient, codes=told["codes"], by=request.user)
        return Response(shown(PinsShown, {"codes": codes}))


class Catalogue(JsonView):
    @describe("get_symptom_catalogue", {200: CatalogueShown})
    def get(self, request: AccountRequest) -> Response:
        """Every question with its scale, words, recall period and source."""
        return Response({"version": VERSION, "suggested": list(SUGGESTED), "results": list(catalogue_told())})


def _change_state(
    request: AccountRequest,
    symptoms_id: UUID,
    change: Callable[..., Recorded],
    sent: Sent,
    *,
    patient_id: UUID | None,
) -> Response:
    opened = open_symptoms(request.user, symptoms_id, patient_id=patient_id, to_change=True, reads=False)
    try:
        changed = change(entry=opened.entry, sent=sent).entry
    except DifferentSymptoms as known:
        raise symptom_conflict(known, opened.access, yours=request.data) from None
    return Response(symptoms_json(changed, opened.access))
