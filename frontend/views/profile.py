"""What the account tells about itself, a short sheet at a time."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain.vocabulary import Aid, MsType, YesNoUnknown
from accounts.services.profile import change_name, change_profile
from frontend.acting import AccountRequest
from frontend.care_words import MS_TYPES, SAFETY_ANSWERS
from frontend.forms.fields import place_of
from frontend.forms.profile import DiarySheet, MeSheet, NameSheet, SafetySheet, Sheet
from frontend.views.own import own_patient
from frontend.words import label
from logs.domain.times import local_date


@login_required
@require_safe
def profile(request: AccountRequest) -> HttpResponse:
    context: dict[str, object] = {"nav": "more"}
    if request.user.is_patient:
        patient = request.user.patient
        context |= {
            "patient": patient,
            "zone": place_of(patient.time_zone),
            "blood_thinner": SAFETY_ANSWERS[YesNoUnknown(patient.blood_thinner)],
            "numb_legs": SAFETY_ANSWERS[YesNoUnknown(patient.numb_legs)],
            "baclofen_pump": SAFETY_ANSWERS[YesNoUnknown(patient.baclofen_pump)],
            "ms_type": MS_TYPES[MsType(patient.ms_type)] if patient.ms_type else "",
            "aids": ", ".join(label(aid) for aid in Aid if aid in patient.aids),
        }
    return render(request, "frontend/profile/profile.html", context)


def _sheet(request: AccountRequest, sheet: type[Sheet], heading: Promise) -> HttpResponse:
    patient = own_patient(request)
    initial = {name: getattr(patient, name) for name in sheet.base_fields}
    today = local_date(timezone.now(), patient.time_zone)
    form = sheet(request.POST if request.method == "POST" else None, initial=initial, today=today)
    if form.is_valid():
        change_profile(patient=patient, changes=form.cleaned_data, today=today)
        messages.success(request, _now("Saved."))
        return redirect("profile")
    context = {"form": form, "heading": heading, "nav": "more"}
    return render(request, "frontend/profile/sheet.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile_diary(request: AccountRequest) -> HttpResponse:
    return _sheet(request, DiarySheet, _("About my diary"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile_safety(request: AccountRequest) -> HttpResponse:
    return _sheet(request, SafetySheet, _("If I fall"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile_me(request: AccountRequest) -> HttpResponse:
    return _sheet(request, MeSheet, _("About me"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile_name(request: AccountRequest) -> HttpResponse:
    initial = {"name": request.user.name}
    form = NameSheet(request.POST) if request.method == "POST" else NameSheet(initial=initial)
    if form.is_valid():
        change_name(request.user, form.cleaned_data["name"])
        messages.success(request, _now("Saved."))
        return redirect("profile")
    context = {"form": form, "heading": _("My name"), "nav": "more"}
    return render(request, "frontend/profile/sheet.html", context, status=422 if form.errors else 200)
