"""What the reader is reminded of, and the door that a reminder opens."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.services.profile import change_profile
from frontend.acting import AccountRequest
from frontend.forms.reminders import RemindersForm
from frontend.reminder_words import kinds_for
from logs.domain.times import local_date
from reminders.domain.kinds import Kind
from reminders.domain.weeks import IsoWeek
from reminders.models import Delivery, PushSubscription
from reminders.services.addresses import address_of
from reminders.services.after_falls import fall_of
from reminders.services.reminder_choices import change_choice, choice_of, zone_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: AccountRequest) -> HttpResponse:
    account, kinds = request.user, kinds_for(request.user)
    today = local_date(timezone.now(), zone_of(account))
    form = RemindersForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds,
        is_patient=account.is_patient,
        today=today,
        initial=_as_chosen(request, today),
    )
    if form.is_valid():
        _keep(request, form.cleaned_data, today)
        messages.success(request, _("Saved."))
        return redirect("reminders")
    context = {
        "form": form,
        "has_any": account.is_patient or bool(kinds),
        "phones": PushSubscription.objects.of(account).count(),
        "address": address_of(account),
        "nav": "more",
    }
    status = 422 if form.errors else 200
    return render(request, "frontend/reminders/reminders.html", context, status=status)


@login_required
@require_safe
def reminder(request: AccountRequest, reminder_id: UUID) -> HttpResponse:
    """To what a reminder is about: the address in a mail or on a phone names nothing."""
    delivery = get_object_or_404(Delivery, account=request.user, public_id=reminder_id)
    return redirect(DOORS.get(Kind(delivery.kind), _home)(delivery))


def _as_chosen(request: AccountRequest, today: date) -> Mapping[str, object]:
    choice = choice_of(request.user)
    return {
        "reminder_time": request.user.patient.reminder_time if request.user.is_patient else None,
        "wanted": [kind for kind in kinds_for(request.user) if choice.wants(kind)],
        "way": choice.way,
        "quiet_from": choice.quiet_from,
        "quiet_to": choice.quiet_to,
        "paused_until": choice.paused_until if choice.is_paused(today) else None,
    }


def _keep(request: AccountRequest, told: dict[str, Any], today: date) -> None:
    wanted = told.pop("wanted")
    account = request.user
    if account.is_patient:
        change_profile(
            patient=account.patient, changes={"reminder_time": told.pop("reminder_time")}, today=today
        )
    unwanted = [kind for kind in kinds_for(account) if kind not in wanted]
    change_choice(account, now=timezone.now(), unwanted=unwanted, **told)


def _home(_delivery: Delivery) -> str:
    return reverse("home")


def _head_text(delivery: Delivery) -> str:
    fall = fall_of(delivery)
    return reverse("fall_safety", args=[fall.public_id]) if fall else reverse("home")


def _fall(delivery: Delivery) -> str:
    fall = fall_of(delivery)
    return reverse("fall", args=[fall.public_id]) if fall else reverse("home")


def _sweep(delivery: Delivery) -> str:
    week = IsoWeek.read(delivery.period)
    return f"{reverse('diary_sweep')}?first={week.first}&last={week.last}"


def _my_home(_delivery: Delivery) -> str:
    return reverse("my_home")


def _review(delivery: Delivery) -> str:
    return reverse("review", args=[UUID(delivery.period)])


DOORS: Mapping[Kind, Callable[[Delivery], str]] = {
    Kind.HEAD_CHECK: _head_text,
    Kind.FOLLOW_UP: _fall,
    Kind.SWEEP: _sweep,
    Kind.RECHECK: _my_home,
    Kind.OVERDUE: _my_home,
    Kind.REVIEW: _review,
}
