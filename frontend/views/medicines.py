"""The patient's own medicines: the list, one of them, and how it makes them feel."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.acting import AccountRequest
from frontend.changing import pressed
from frontend.forms.errors import add_errors
from frontend.forms.treatments import MedicineDays, MedicineForm, SideEffectForm
from frontend.phone_numbers import emergency_number
from frontend.phrases import moment_words
from frontend.treatment_words import (
    CHANGED,
    DROWSY_ON_A_NEW_ONE,
    MEDICINES,
    NOT_SUDDENLY,
    PUMP,
    hours_words,
    medicine_words,
    taken_words,
)
from frontend.views.own import own_patient
from ledger.domain.errors import InvalidEntry
from ledger.domain.times import local_date
from treatments.domain.entries import MedicineTold, SideEffectTold
from treatments.domain.vocabulary import MedicineClass
from treatments.errors import ChangedElsewhere
from treatments.models import Medicine, SideEffect
from treatments.services.medicines import change_medicine, has_pump, record_medicine, record_side_effect

FELT_ON_THE_PAGE = 30
Row = dict[str, Any]


@login_required
@require_safe
def medicines(request: AccountRequest) -> HttpResponse:
    patient = own_patient(request)
    today = local_date(timezone.now(), patient.time_zone)
    found = list(Medicine.objects.active().filter(patient=patient).in_order())
    rows = [(one, medicine_words(one), taken_words(one, today=today)) for one in found]
    context = {
        "current": [row for row in rows if row[0].is_current],
        "ended": [row for row in rows if not row[0].is_current],
        "not_suddenly": NOT_SUDDENLY if any(one.is_not_stopped_suddenly for one in found) else "",
        "pump": PUMP if has_pump(patient) else "",
        "emergency": emergency_number(patient),
        "nav": "more",
    }
    return render(request, "frontend/treatments/medicines.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def medicine_new(request: AccountRequest) -> HttpResponse:
    patient = own_patient(request)
    form = MedicineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        told["medicine_class"] = MedicineClass(told["medicine_class"])
        try:
            done = pressed(
                request, lambda sent: record_medicine(patient=patient, told=MedicineTold(**told), sent=sent)
            )
        except InvalidEntry as error:
            add_errors(form, error.errors)
        else:
            undo = reverse("treatment_withdrawal", args=["medicine", done.row.public_id])
            messages.success(request, _("Medicine saved."), extra_tags=undo)
            return redirect("medicine", done.row.public_id)
    return _sheet(request, form, heading=_("Add a medicine"), back=reverse("medicines"))


@login_required
@require_safe
def medicine(request: AccountRequest, medicine_id: UUID) -> HttpResponse:
    one, now = _own(request, medicine_id), timezone.now()
    effects = list(SideEffect.objects.active().filter(medicine=one).newest_first()[:FELT_ON_THE_PAGE])
    context = {
        **_texts(one),
        "taken": taken_words(one, today=local_date(now, one.patient.time_zone)),
        "effects": [
            {
                "effect": effect,
                "when": moment_words(
                    effect.occurred_at, zone=effect.time_zone, now=now, home=one.patient.time_zone
                ),
                "hours": hours_words(effect.hours_after_dose),
            }
            for effect in effects
        ],
        "drowsy": DROWSY_ON_A_NEW_ONE if any(effect.severity for effect in effects) else "",
        "op_id": uuid4(),
    }
    return render(request, "frontend/treatments/medicine.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def medicine_change(request: AccountRequest, medicine_id: UUID) -> HttpResponse:
    one = _own(request, medicine_id)
    initial = {name: getattr(one, name) for name in MedicineDays.base_fields}
    form = MedicineDays(request.POST) if request.method == "POST" else MedicineDays(initial=initial)
    if form.is_valid():
        told = {**form.cleaned_data}
        base = told.pop("version") or one.version
        try:
            pressed(request, lambda sent: change_medicine(medicine=one, changes=told, base=base, sent=sent))
        except InvalidEntry as error:
            add_errors(form, error.errors)
        except ChangedElsewhere:
            one.refresh_from_db()
            form.add_error(None, CHANGED)
        else:
            messages.success(request, _("Saved."))
            return redirect("medicine", one.public_id)
    back = reverse("medicine", args=[one.public_id])
    return _sheet(
        request, form, heading=medicine_words(one), back=back, more={**_texts(one), "version": one.version}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def medicine_after(request: AccountRequest, medicine_id: UUID) -> HttpResponse:
    """Drowsy or weaker after a dose."""
    one = _own(request, medicine_id)
    form = SideEffectForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = SideEffectTold(**form.cleaned_data)
        try:
            done = pressed(request, lambda sent: record_side_effect(medicine=one, told=told, sent=sent))
        except InvalidEntry as error:
            add_errors(form, error.errors)
        else:
            undo = reverse("treatment_withdrawal", args=["side-effect", done.row.public_id])
            messages.success(request, _("Saved."), extra_tags=undo)
            return redirect("medicine", one.public_id)
    context = {**_texts(one), "form": form, "op_id": uuid4()}
    return render(request, "frontend/treatments/after.html", context, status=422 if form.errors else 200)


def _own(request: AccountRequest, medicine_id: UUID) -> Medicine:
    patient = own_patient(request)
    one = get_object_or_404(Medicine.objects.active(), patient=patient, public_id=medicine_id)
    one.patient = patient
    return one


def _texts(one: Medicine) -> Row:
    """Its name, and what stands beside it."""
    return {
        "medicine": one,
        "name": medicine_words(one),
        "kind": MEDICINES[MedicineClass(one.medicine_class)],
        "not_suddenly": NOT_SUDDENLY if one.is_not_stopped_suddenly else "",
        "pump": PUMP if one.is_pump else "",
        "emergency": emergency_number(one.patient),
        "nav": "more",
    }


def _sheet(
    request: AccountRequest, form: MedicineDays, *, heading: str, back: str, more: Row | None = None
) -> HttpResponse:
    context = {
        **(more or {}),
        "form": form,
        "heading": heading,
        "back_url": back,
        "op_id": uuid4(),
        "nav": "more",
    }
    return render(request, "frontend/treatments/sheet.html", context, status=422 if form.errors else 200)
