"""What was there, when and where: the patient's own page, and their therapist's."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import display_name
from accounts.services.access import is_therapist_of
from accounts.services.audit import record_reads
from frontend.acting import AccountRequest
from frontend.patterns_page import patterns_page
from frontend.views.own import own_patient
from frontend.views.patients import open_cared_for


@login_required
@require_safe
def patterns(request: AccountRequest) -> HttpResponse:
    patient = own_patient(request)
    context = {"page": patterns_page(patient, now=timezone.now()), "nav": "rates"}
    return render(request, "frontend/patterns/patterns.html", context)


@login_required
@require_safe
def patient_patterns(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    access = open_cared_for(request, patient_id, Scope.FALLS)
    if not is_therapist_of(access, Scope.FALLS):
        raise Http404
    record_reads(viewer=request.user, patients=[access.patient], subject=AuditSubject.FALLS)
    context = {
        "patient": access.patient,
        "name": display_name(access.patient.user),
        "page": patterns_page(access.patient, now=timezone.now()),
        "nav": "patients",
    }
    return render(request, "frontend/patterns/patient_patterns.html", context)
