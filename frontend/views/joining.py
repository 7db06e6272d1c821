"""From a new account to the first entry: one question a screen, all but the first can be skipped."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain.consents import ConsentTo
from accounts.domain.vocabulary import Profession
from accounts.errors import AccountError
from accounts.services.consents import agree
from accounts.services.joining import become_therapist, begin_diary, keep_remembered_falls
from accounts.services.profile import change_profile
from accounts.services.sessions import limit_session
from frontend.acting import AccountRequest
from frontend.forms.errors import add_errors
from frontend.forms.joining import DiaryForm, FirstSettingsForm, RememberedFallsForm, TherapistForm
from frontend.views.consents import consent_words
from frontend.views.own import own_patient
from logs.domain.times import local_date


@login_required
@require_safe
def joining(request: AccountRequest) -> HttpResponse:
    return render(request, "frontend/joining/joining.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def joining_diary(request: AccountRequest) -> HttpResponse:
    """The time zone; then the diary begins, and logging is possible."""
    if request.user.is_patient:
        return redirect("home")
    form = DiaryForm(request.POST) if request.method == "POST" else DiaryForm()
    if form.is_valid():
        zone = form.cleaned_data["time_zone"]
        try:
            with transaction.atomic():
                begin_diary(account=request.user, time_zone=zone, now=timezone.now())
                agree(account=request.user, to=ConsentTo.DIARY, now=timezone.now())
        except AccountError as error:
            add_errors(form, [error])
        else:
            return redirect("joining_remembered")
    context = {"form": form, "words": consent_words(ConsentTo.DIARY)}
    return render(request, "frontend/joining/diary.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def joining_remembered(request: AccountRequest) -> HttpResponse:
    """Falls remembered from before the diary."""
    patient = own_patient(request)
    form = RememberedFallsForm(request.POST) if request.method == "POST" else RememberedFallsForm()
    if form.is_valid():
        keep_remembered_falls(patient=patient, remembered=form.remembered(), now=timezone.now())
        return redirect("joining_settings")
    status = 422 if form.errors else 200
    return render(request, "frontend/joining/remembered.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def joining_settings(request: AccountRequest) -> HttpResponse:
    """The reminder, and what the safety screen must know."""
    patient = own_patient(request)
    today = local_date(timezone.now(), patient.time_zone)
    form = FirstSettingsForm(
        request.POST if request.method == "POST" else None,
        today=today,
        initial={"reminder_time": patient.reminder_time, "blood_thinner": patient.blood_thinner},
    )
    if form.is_valid():
        change_profile(patient=patient, changes=form.cleaned_data, today=today)
        return redirect("joining_install")
    status = 422 if form.errors else 200
    return render(request, "frontend/joining/settings.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def joining_therapist(request: AccountRequest) -> HttpResponse:
    """The profession; later visits change it."""
    known = request.user.therapist.profession if request.user.is_therapist else None
    form = TherapistForm(request.POST if request.method == "POST" else None, initial={"profession": known})
    if form.is_valid():
        become_therapist(account=request.user, profession=Profession(form.cleaned_data["profession"]))
        limit_session(request.session, request.user)
        return redirect("more" if known else "care_code")
    context = {"form": form, "known": known}
    return render(request, "frontend/joining/therapist.html", context, status=422 if form.errors else 200)
