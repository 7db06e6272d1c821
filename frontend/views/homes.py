"""A home: what is to be done there, its walks, and moving out of it."""

from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain.errors import FieldError
from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import display_name
from accounts.services.access import open_known_patient
from checklists.services.homes import move_home
from frontend.acting import AccountRequest, sent_now
from frontend.forms.errors import add_errors
from frontend.forms.homes import MoveForm
from frontend.home_page import home_page
from frontend.views.own import own_patient
from frontend.views.patients import open_cared_for
from logs.domain.times import local_date


@login_required
@require_safe
def my_home(request: AccountRequest) -> HttpResponse:
    access = open_known_patient(request.user, own_patient(request), subject=None)
    context = {**home_page(access, now=timezone.now()), "nav": "my_home"}
    return render(request, "frontend/homes/my_home.html", context)


@login_required
@require_safe
def patient_home(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    """The same home, as a therapist or caregiver sees it."""
    access = open_cared_for(request, patient_id, Scope.HOME, subject=AuditSubject.HOME)
    context = {
        **home_page(access, now=timezone.now()),
        "name": display_name(access.patient.user),
        "patient": access.patient,
        "sees_falls": Scope.FALLS in access.scopes,
        "nav": "patients",
    }
    return render(request, "frontend/homes/patient_home.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def home_move(request: AccountRequest) -> HttpResponse:
    """The patient lives elsewhere now: what was open in the old home is closed."""
    patient = own_patient(request)
    today = local_date(timezone.now(), patient.time_zone)
    form = MoveForm(request.POST if request.method == "POST" else None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        day: date = form.cleaned_data["on"]
        try:
            move_home(patient=patient, on=day, today=today, sent=sent_now(request))
        except FieldError as error:
            add_errors(form, [error])
        else:
            messages.success(request, _("Saved. This is a new home, with nothing open in it yet."))
            return redirect("my_home")
    context = {"form": form, "op_id": uuid4(), "nav": "my_home"}
    return render(request, "frontend/homes/move.html", context, status=422 if form.errors else 200)
