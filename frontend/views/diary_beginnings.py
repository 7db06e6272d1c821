from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.domain.vocabulary import Scope
from accounts.jobs import start_soon
from accounts.services.access import is_therapist_of
from frontend.acting import AccountRequest
from frontend.forms.errors import add_errors
from frontend.forms.patients import DiaryBeginningForm
from frontend.views.patients import open_cared_for, patient_page
from logs.domain.errors import InvalidEntry
from logs.services.diary_beginning import move_beginning
from logs.tasks import refresh_patient_rates


@login_required
@require_POST
def diary_beginning(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    """A therapist lets the diary begin where the patient's paper diary did, or takes that back."""
    access = open_cared_for(request, patient_id, Scope.LOG)
    if not is_therapist_of(access):
        raise Http404
    form = DiaryBeginningForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["day"]
        try:
            move_beginning(patient=access.patient, day=day, by=request.user, now=timezone.now())
        except InvalidEntry as error:
            add_errors(form, error.errors)
        else:
            start_soon(refresh_patient_rates, access.patient.pk)
            began = date_format(day, "l j F Y")
            messages.success(request, _("The diary now begins on %(day)s.") % {"day": began})
            return redirect("patient", patient_id)
    return patient_page(request, access, beginning=form)
