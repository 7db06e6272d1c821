from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from frontend.acting import AccountRequest
from frontend.diary_calendar import diary_month, earliest_month
from frontend.views.own import own_patient
from logs.domain.times import local_date
from logs.domain.windows import Month


@login_required
@require_safe
def diary(request: AccountRequest) -> HttpResponse:
    patient = own_patient(request)
    return redirect("diary_month", Month.of(local_date(timezone.now(), patient.time_zone)))


@login_required
@require_safe
def diary_month_page(request: AccountRequest, month: Month) -> HttpResponse:
    patient, now = own_patient(request), timezone.now()
    today = local_date(now, patient.time_zone)
    if month.first > today:
        return not_come_yet(request, back=reverse("diary"))
    if month < earliest_month(patient):
        raise Http404
    shown = diary_month(patient, month, now=now, address=lambda day: reverse("diary_day", args=[day]))
    context = {"shown": shown, "op_id": uuid4(), "nav": "diary"}
    return render(request, "frontend/diary/month.html", context)


def not_come_yet(request: AccountRequest, *, back: str) -> HttpResponse:
    """A day or month of the future: said in words."""
    return render(request, "frontend/diary/not_come_yet.html", {"back": back, "nav": "diary"}, status=422)
