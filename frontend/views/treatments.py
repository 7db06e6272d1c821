"""The patient's own aids and exercise, and entries taken back; what a therapist sees of all of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.errors import InvalidProfile
from accounts.models import display_name
from accounts.services.audit import record_reads
from accounts.services.profile import change_profile
from frontend.acting import AccountRequest
from frontend.changing import pressed
from frontend.forms.errors import add_errors
from frontend.forms.treatments import AidDays, AidsForm, ExerciseForm
from frontend.phrases import day_words
from frontend.second_step import second_step_first
from frontend.treatment_words import CHANGED, EXERCISE, aid_words, owned_words
from frontend.treatments_page import treatments_shown
from frontend.views.own import own_patient
from frontend.views.patients import open_cared_for
from ledger.domain.errors import InvalidEntry
from ledger.domain.times import local_date
from treatments.domain.entries import ExerciseTold
from treatments.domain.vocabulary import ExerciseKind
from treatments.errors import ChangedElsewhere
from treatments.models import AidPeriod, ExerciseEntry, Medicine, SideEffect
from treatments.services.aids import change_aid_period
from treatments.services.entries import restore, withdraw
from treatments.services.exercise import record_exercise

ENTRIES_ON_THE_PAGE = 20
# Of which table an address speaks, and where its page is.
KINDS: Mapping[str, Any] = {"medicine": Medicine, "side-effect": SideEffect, "exercise": ExerciseEntry}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def aids(request: AccountRequest) -> HttpResponse:
    """Which aids the patient owns today: the same answer as the profile's."""
    patient = own_patient(request)
    today = local_date(timezone.now(), patient.time_zone)
    form = AidsForm(request.POST) if request.method == "POST" else AidsForm(initial={"aids": patient.aids})
    if form.is_valid():
        try:
            change_profile(patient=patient, changes={"aids": form.cleaned_data["aids"]}, today=today)
        except InvalidProfile as error:
            add_errors(form, error.errors)
        else:
            messages.success(request, _("Saved."))
            return redirect("aids")
    periods = AidPeriod.objects.filter(patient=patient).newest_first()
    rows = [(one, aid_words(one), owned_words(one, today=today)) for one in periods]
    context = {"form": form, "rows": rows, "nav": "more"}
    return render(request, "frontend/treatments/aids.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def aid(request: AccountRequest, aid_id: UUID) -> HttpResponse:
    """Since when, and until when, the patient owned one aid."""
    patient = own_patient(request)
    one = get_object_or_404(AidPeriod, patient=patient, public_id=aid_id)
    initial = {name: getattr(one, name) for name in AidDays.base_fields}
    form = AidDays(request.POST) if request.method == "POST" else AidDays(initial=initial)
    if form.is_valid():
        told = {**form.cleaned_data}
        base = told.pop("version") or one.version
        try:
            pressed(request, lambda sent: change_aid_period(period=one, changes=told, base=base, sent=sent))
        except InvalidEntry as error:
            add_errors(form, error.errors)
        except ChangedElsewhere:
            one.refresh_from_db()
            form.add_error(None, CHANGED)
        else:
            messages.success(request, _("Saved."))
            return redirect("aids")
    context = {
        "form": form,
        "heading": aid_words(one),
        "back_url": reverse("aids"),
        "version": one.version,
        "op_id": uuid4(),
        "nav": "more",
    }
    return render(request, "frontend/treatments/sheet.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exercise(request: AccountRequest) -> HttpResponse:
    patient = own_patient(request)
    today = local_date(timezone.now(), patient.time_zone)
    form = ExerciseForm(request.POST if request.method == "POST" else None, initial={"on": today})
    if form.is_valid():
        told = ExerciseTold(**form.cleaned_data | {"kind": ExerciseKind(form.cleaned_data["kind"])})
        try:
            done = pressed(request, lambda sent: record_exercise(patient=patient, told=told, sent=sent))
        except InvalidEntry as error:
            add_errors(form, error.errors)
        else:
            undo = reverse("treatment_withdrawal", args=["exercise", done.row.public_id])
            messages.success(request, _("Exercise saved."), extra_tags=undo)
            return redirect("exercise")
    found = ExerciseEntry.objects.active().filter(patient=patient).newest_first()[:ENTRIES_ON_THE_PAGE]
    rows = [
        (one, EXERCISE[ExerciseKind(one.kind)], capfirst(day_words(one.on, today=today))) for one in found
    ]
    context = {"form": form, "rows": rows, "op_id": uuid4(), "nav": "more"}
    return render(request, "frontend/treatments/exercise.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def treatment_withdrawal(request: AccountRequest, kind: str, treatment_id: UUID) -> HttpResponse:
    row = _own(request, kind, treatment_id)
    pressed(request, lambda sent: withdraw(row, sent=sent))
    undo = reverse("treatment_restoration", args=[kind, treatment_id])
    messages.success(request, _("Taken back."), extra_tags=undo)
    return redirect(_page_of(row))


@login_required
@require_POST
def treatment_restoration(request: AccountRequest, kind: str, treatment_id: UUID) -> HttpResponse:
    row = _own(request, kind, treatment_id)
    pressed(request, lambda sent: restore(row, sent=sent))
    messages.success(request, _("It is there again."))
    return redirect(_page_of(row))


@login_required
@second_step_first
@require_safe
def patient_treatments(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    """Medicines and how they felt, aids, exercise and weekly checks, as a therapist sees them."""
    access = open_cared_for(request, patient_id, Scope.SYMPTOMS, subject=AuditSubject.TREATMENTS)
    record_reads(viewer=request.user, patients=[access.patient], subject=AuditSubject.SYMPTOMS)
    context = {
        **treatments_shown(access, now=timezone.now()),
        "access": access,
        "patient": access.patient,
        "name": display_name(access.patient.user),
        "nav": "patients",
    }
    return render(request, "frontend/treatments/patient.html", context)


def _own(request: AccountRequest, kind: str, treatment_id: UUID) -> Any:  # noqa: ANN401 - one of KINDS
    patient = own_patient(request)
    if kind not in KINDS:
        raise Http404
    row = get_object_or_404(KINDS[kind], patient=patient, public_id=treatment_id)
    row.patient = patient
    return row


def _page_of(row: Medicine | SideEffect | ExerciseEntry) -> str:
    if isinstance(row, ExerciseEntry):
        return reverse("exercise")
    shown = Medicine.objects.active().filter(pk=row.medicine_id if isinstance(row, SideEffect) else row.pk)
    one = shown.first()
    return reverse("medicine", args=[one.public_id]) if one else reverse("medicines")
