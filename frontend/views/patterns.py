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
from frontend.day_patterns_page import days_page
from frontend.patterns_page import patterns_page
from frontend.views.own import own_patient
from frontend.views.patients import open_cared_for


@login_required
@require_safe
def patterns(request: AccountRequest) -> HttpResponse:
    patient = own_patient(request)
    now = timezone.now()
    context = {"page": patterns_page(patient, now=now), "days": days_page(patient, now=now), "nav": "rates"}
    return render(request, "frontend/patterns/patterns.html", context)


@login_required
@require_safe
def patient_patterns(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    access = open_cared_for(request, patient_id, Scope.FALLS)
    if not is_therapist_of(access, Scope.FALLS):
        raise Http404
    now, sees_symptoms = timezone.now(), is_therapist_of(access, Scope.SYMPTOMS)
    record_reads(viewer=request.user, patients=[access.patient], subject=AuditSubject.FALLS)
    if sees_symptoms:
        record_reads(viewer=request.user, patients=[access.patient], subject=AuditSubject.SYMPTOMS)
    context = {
        "patient": access.patient,
        "name": display_name(access.patient.user),
        "page": patterns_page(access.patient, now=now),
        "days": days_page(access.patient, now=now) if sees_symptoms else None,
        "is_therapist": True,
        "nav": "patients",
    }
    return render(request, "frontend/patterns/patient_patterns.html", context)
