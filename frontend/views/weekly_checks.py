"""The weekly look at skin and joints, and what to do about what was seen."""

from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_safe

from frontend.acting import AccountRequest
from frontend.changing import pressed
from frontend.forms.errors import add_errors
from frontend.forms.weekly_checks import WeeklyForm
from frontend.phone_numbers import emergency_number
from frontend.phrases import day_words
from frontend.views.own import own_patient
from frontend.weekly_words import ADVICE, ADVICE_SHORT, facts_of
from ledger.domain.errors import InvalidEntry
from ledger.domain.times import local_date
from symptoms.domain.weekly import Advice
from symptoms.models import WeeklyCheck
from symptoms.services.weekly_checks import record_weekly_check

CHECKS_ON_THE_PAGE = 12


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def weekly_check(request: AccountRequest) -> HttpResponse:
    patient = own_patient(request)
    form = WeeklyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            done = pressed(
                request, lambda sent: record_weekly_check(patient=patient, told=form.told(), sent=sent)
            )
        except InvalidEntry as error:
            add_errors(form, error.errors)
        else:
            return redirect("weekly_check_shown", done.check.public_id)
    today = local_date(timezone.now(), patient.time_zone)
    checks = WeeklyCheck.objects.filter(patient=patient).newest_first()[:CHECKS_ON_THE_PAGE]
    rows = [
        (one, capfirst(day_words(one.local_date, today=today)), ADVICE_SHORT[one.advice]) for one in checks
    ]
    context = {"form": form, "rows": rows, "op_id": uuid4(), "nav": "more"}
    return render(
        request, "frontend/weekly_checks/weekly_check.html", context, status=422 if form.errors else 200
    )


@login_required
@require_safe
def weekly_check_shown(request: AccountRequest, check_id: UUID) -> HttpResponse:
    """What to do, at once and whenever somebody looks again."""
    patient = own_patient(request)
    check = get_object_or_404(WeeklyCheck, patient=patient, public_id=check_id)
    context = {
        "day": day_words(check.local_date, today=local_date(timezone.now(), patient.time_zone)),
        "advice": ADVICE[check.advice],
        "is_urgent": check.advice == Advice.EMERGENCY,
        "facts": facts_of(check.told),
        "emergency": emergency_number(patient),
        "nav": "more",
    }
    return render(request, "frontend/weekly_checks/shown.html", context)
