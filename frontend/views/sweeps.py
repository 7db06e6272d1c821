"""Answering several quiet days at once: listed first, then one tap."""

from datetime import date, datetime
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.domain.vocabulary import AuditSubject
from accounts.jobs import start_soon
from accounts.models import display_name
from accounts.services.access import Access
from frontend.acting import ANSWERING, AccountRequest, acting, sent_now
from frontend.forms.errors import add_errors
from frontend.forms.sweeps import SweepForm
from frontend.sweep_words import SweptDay, sweep_list, swept_sentence
from logs.domain.days import SWEEP_DAYS
from logs.domain.errors import InvalidEntry
from logs.domain.times import local_date
from logs.domain.windows import Month
from logs.errors import DifferentPayload
from logs.services.diary import Swept, sweep_days
from logs.summaries import unanswered_stretch
from logs.tasks import refresh_patient_rates


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def diary_sweep(request: AccountRequest) -> HttpResponse:
    if request.method == "POST":
        return _sweep(request, acting(request, *ANSWERING, subject=None))
    access, now = acting(request, *ANSWERING, subject=AuditSubject.DIARY), timezone.now()
    form = SweepForm(request.GET) if "first" in request.GET or "last" in request.GET else None
    if form is None:
        open_days = unanswered_stretch(
            access.patient, local_date(now, access.patient.time_zone), days=SWEEP_DAYS
        )
        return _page(request, access, _form_for(open_days), _listed(access, open_days, now))
    if not form.is_valid():
        return _page(request, access, form, [], status=422)
    try:
        days = sweep_list(access.patient, *form.stretch, now=now)
    except InvalidEntry as error:
        add_errors(form, error.errors)
        return _page(request, access, form, [], status=422)
    return _page(request, access, form, days)


def _sweep(request: AccountRequest, access: Access) -> HttpResponse:
    form, sent = SweepForm(request.POST), sent_now(request)
    if form.is_valid():
        first, last = form.stretch
        try:
            swept = sweep_days(patient=access.patient, first=first, last=last, sent=sent)
        except InvalidEntry as error:
            add_errors(form, error.errors)
        except DifferentPayload:
            form.add_error(None, _("This page was old. Look at the days as they are now and answer again."))
        else:
            start_soon(refresh_patient_rates, access.patient.pk)
            _tell(request, access, swept, reverse("answers_undoing", args=[sent.op_id]))
            return _onward(request, access, last)
    return _page(request, access, form, [], status=422)


def _listed(access: Access, days: list[date], now: datetime) -> list[SweptDay]:
    return sweep_list(access.patient, days[0], days[-1], now=now) if days else []


def _form_for(days: list[date]) -> SweepForm:
    return SweepForm(initial={"first": days[0], "last": days[-1]} if days else {})


def _page(
    request: AccountRequest, access: Access, form: SweepForm, days: list[SweptDay], *, status: int = 200
) -> HttpResponse:
    open_days = [day for day in days if day.is_open]
    context = {
        "form": form,
        "days": days,
        "first": days[0].date if days else None,
        "last": days[-1].date if days else None,
        "open_days": open_days,
        "access": access,
        "whom": "" if access.is_own else display_name(access.patient.user),
        "op_id": uuid4(),
        "next": request.GET.get("next") or request.POST.get("next") or "",
        "nav": "diary" if access.is_own else "patients",
    }
    return render(request, "frontend/diary/sweep.html", context, status=status)


def _tell(request: AccountRequest, access: Access, swept: Swept, undo: str) -> None:
    words = swept_sentence(swept, today=local_date(timezone.now(), access.patient.time_zone))
    if not swept.answered:
        messages.warning(request, words)
        return
    query = "" if access.is_own else f"?patient={access.patient.public_id}"
    if access.is_own and request.POST.get("next") == "home":
        query = "?next=home"
    messages.success(request, words, extra_tags=undo + query)


def _onward(request: AccountRequest, access: Access, last: date) -> HttpResponse:
    if not access.is_own:
        return redirect("patient", access.patient.public_id)
    if request.POST.get("next") == "home":
        return redirect("home")
    return redirect("diary_month", Month.of(last))
