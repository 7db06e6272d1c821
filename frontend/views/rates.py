from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from frontend.acting import AccountRequest
from frontend.rate_page import rate_page
from frontend.views.own import own_patient
from logs.rate_words import STUDIED_BASELINE, about_a_month


@login_required
@require_safe
def rates(request: AccountRequest) -> HttpResponse:
    patient = own_patient(request)
    context = {"page": rate_page(patient, now=timezone.now(), own=True), "nav": "rates"}
    return render(request, "frontend/rates/rates.html", context)


@login_required
@require_safe
def rates_method(request: AccountRequest) -> HttpResponse:
    context = {
        "baseline": about_a_month(settings.FALL_BASELINE_PER_MONTH),
        "is_studied": settings.FALL_BASELINE_PER_MONTH == STUDIED_BASELINE,
        "nav": "rates" if request.user.is_patient else "patients",
    }
    return render(request, "frontend/rates/method.html", context)
