"""The people somebody cares for."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models.functions import Lower
from django.http import Http404
from django.utils import timezone
from rest_framework.response import Response

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.errors import SecondFactorMissing
from accounts.models import CareLink, Patient, User
from accounts.services.access import open_patient
from accounts.services.audit import record_reads
from accounts.services.second_factor import lacks_second_factor
from api.errors import Refused
from api.pages import cursor_page
from api.schema import describe, page_of
from api.shapes.base import asked
from api.shapes.people import PatientShown, PatientsQuery, patient_json
from api.views.base import AccountRequest, JsonView
from logs.caseload import days_since_last_entry, recent_counts

BY_NAME = ("name_lower", "pk")


class Patients(JsonView):
    @describe("list_patients", {200: page_of(PatientShown)}, query=PatientsQuery, large=True)
    def get(self, request: AccountRequest) -> Response:
        """Those who gave the viewer, or a clinic of theirs, an active care link; by name."""
        query = asked(PatientsQuery, request.query_params)
        patients = Patient.objects.cared_for_by(request.user).select_related("user")
        if "patient" in query:
            patients = patients.filter(public_id=query["patient"])
        if lacks_second_factor(request.user) and not patients.exists():
            # An empty list would say that nobody needs them.
            raise Refused(403, "second_factor_required", str(SecondFactorMissing.message))
        named = patients.annotate(name_lower=Lower("user__name"))
        return cursor_page(
            request, named, order=BY_NAME, shown=lambda found: patients_json(request.user, found)
        )


class OnePatient(JsonView):
    @describe("get_patient", {200: PatientShown})
    def get(self, request: AccountRequest, patient_id: UUID) -> Response:
        """One of them."""
        access = open_patient(request.user, patient_id, subject=None)
        if access.is_own:
            raise Http404
        (found,) = patients_json(request.user, [access.patient])
        return Response(found)


def patients_json(viewer: User, patients: Sequence[Patient]) -> list[dict[str, Any]]:
    """Each patient as far as they let the viewer see them; leaves a row in each one's trail."""
    now = timezone.now()
    scopes: dict[int, set[Scope]] = defaultdict(set)
    for link in CareLink.objects.active(now).held_by(viewer).filter(patient__in=patients):
        scopes[link.patient_id] |= link.scopes
    shared = [patient for patient in patients if Scope.FALLS in scopes[patient.pk]]
    record_reads(viewer=viewer, patients=shared, subject=AuditSubject.SUMMARY)
    counts, silent = recent_counts(shared, now=now), days_since_last_entry(shared, now=now)
    return [patient_json(patient, scopes[patient.pk], counts, silent) for patient in patients]
