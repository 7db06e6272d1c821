"""Where a patient's weakness comes from: their therapist's finding."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import Patient, display_name
from accounts.services.access import is_therapist_of
from accounts.services.audit import record_reads
from caseload.models import WeaknessOrigin
from caseload.services.weakness import set_weakness_origin
from frontend.acting import AccountRequest, sent_now
from frontend.forms.weakness import WeaknessForm
from frontend.views.patients import open_cared_for
from frontend.weakness_words import origin_words
from logs.domain.times import local_date

SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def patient_weakness(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    """What was found so far, newest first, and the form for another finding."""
    access = open_cared_for(request, patient_id, Scope.SYMPTOMS)
    if not is_therapist_of(access, Scope.SYMPTOMS):
        raise Http404
    patient, form = access.patient, WeaknessForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        sent = sent_now(request)
        origin = form.cleaned_data["origin"]
        set_weakness_origin(patient=patient, origin=origin, by=sent.by, op_id=sent.op_id, now=sent.made_at)
        messages.success(request, _("Saved."))
        return redirect("patient_weakness", patient_id)
    return _screen(request, patient, form)


def _screen(request: AccountRequest, patient: Patient, form: WeaknessForm) -> HttpResponse:
    record_reads(viewer=request.user, patients=[patient], subject=AuditSubject.SYMPTOMS)
    today = local_date(timezone.now(), patient.time_zone)
    found = WeaknessOrigin.objects.visible_to(request.user).filter(patient=patient).newest_first()
    context = {
        "patient": patient,
        "name": display_name(patient.user),
        "form": form,
        "found": [
            origin_words(one, zone=patient.time_zone, today=today) for one in found.with_people()[:SHOWN]
        ],
        "op_id": uuid4(),
        "nav": "patients",
    }
    status = 422 if form.errors else 200
    return render(request, "frontend/patients/weakness.html", context, status=status)
