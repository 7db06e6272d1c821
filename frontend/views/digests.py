"""The weekly email: how the reader wants it, and each week's on the web."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.consents import ConsentTo
from accounts.jobs import start_soon
from accounts.models import Consent
from frontend.acting import AccountRequest
from frontend.digest_page import digest_page
from frontend.example_words import why_no_example
from frontend.forms.digests import DigestForm
from frontend.forms.fields import place_of
from frontend.views.consents import consent_words
from reminders.domain.weeks import IsoWeek
from reminders.models import DigestChoice
from reminders.services.addresses import address_of, dead_address_of
from reminders.services.digest_choices import (
    change_choice,
    choice_shown,
    hide_numbers,
    numbers_are_shown,
    show_numbers,
)
from reminders.services.digest_contents import digest_of, record_digest_read
from reminders.services.digest_examples import NoExample, promise_example
from reminders.tasks import send_due

WEEKS_BACK = 52


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def digests(request: AccountRequest) -> HttpResponse:
    now = timezone.now()
    choice = choice_shown(request.user, now=now)
    form = DigestForm(request.POST if request.method == "POST" else None, choice=choice)
    if form.is_valid():
        change_choice(request.user, now=now, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("digests")
    return render(
        request,
        "frontend/digests/digests.html",
        {**_settings(request, choice, now), "form": form},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def digest_numbers(request: AccountRequest) -> HttpResponse:
    show_numbers(request.user, now=timezone.now())
    messages.success(request, _("From now on the weekly email has numbers in it."))
    return redirect("digests")


@login_required
@require_POST
def digest_numbers_ending(request: AccountRequest) -> HttpResponse:
    hide_numbers(request.user, now=timezone.now())
    messages.success(request, _("The weekly email has no numbers in it any more."))
    return redirect("digests")


@login_required
@require_POST
def digest_example(request: AccountRequest) -> HttpResponse:
    address, now = address_of(request.user), timezone.now()
    if address is None:
        messages.warning(request, _("There is no address to send it to. Confirm yours first."))
        return redirect("account_email")
    try:
        promise_example(request.user, now=now)
    except NoExample as no:
        zone = choice_shown(request.user, now=now).time_zone
        messages.warning(request, why_no_example(no, zone=zone))
    else:
        start_soon(send_due)  # without a worker it goes when there is one
        messages.success(request, _("An example is on its way to %(address)s.") % {"address": address})
    return redirect("digests")


@login_required
@require_safe
def digest(request: AccountRequest, week: IsoWeek) -> HttpResponse:
    """What the mail of that week leads to: the numbers as the reader may see them now."""
    now = timezone.now()
    this_week = choice_shown(request.user, now=now).times.week_at(now)
    if not this_week.plus(-WEEKS_BACK) <= week <= this_week:
        raise Http404
    found = digest_of(request.user, week, now=now)
    record_digest_read(reader=request.user, digest=found)
    context = {
        "page": digest_page(request.user, found, now=now),
        "dead_address": dead_address_of(request.user),
        "nav": "more",
    }
    return render(request, "frontend/digests/digest.html", context)


def _settings(request: AccountRequest, choice: DigestChoice, now: datetime) -> dict[str, object]:
    agreed = Consent.objects.of(request.user).in_force(ConsentTo.NUMBERS_IN_MAIL).first()
    return {
        "week": choice.times.week_at(now),
        "zone": place_of(choice.time_zone),
        "has_numbers": numbers_are_shown(choice),
        "agreed_at": agreed.given_at if agreed else None,
        "warning": consent_words(ConsentTo.NUMBERS_IN_MAIL),
        "address": address_of(request.user),
        "dead_address": dead_address_of(request.user),
        "nav": "more",
    }
