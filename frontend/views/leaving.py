"""Leaving: asking to be erased, and taking it back in time."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.leaving import GRACE, erased_at
from accounts.errors import GraceIsOver
from accounts.jobs import start_soon
from accounts.services.leaving import ask_to_be_erased, stay
from accounts.services.sessions import stay_signed_in
from accounts.tasks import send_mail_now
from frontend.acting import AccountRequest
from frontend.leaving_words import not_back_by_staying
from frontend.phrases import date_words
from reminders.services.subscriptions import end_all_subscriptions


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth has no types
def leaving(request: AccountRequest) -> HttpResponse:
    """What happens when; then, behind the password, it begins."""
    now = timezone.now()
    if request.method == "POST":
        mail = ask_to_be_erased(account=request.user, now=now)
        end_all_subscriptions(request.user)
        request.user.refresh_from_db()
        # All other sessions end by that; this one stays to take it back.
        stay_signed_in(request.session, request.user)
        if mail is not None:
            start_soon(send_mail_now, mail.pk)
        return redirect("leaving")
    day = timezone.localdate(erased_at(request.user.leaving_since or now))
    context = {
        "day": date_words(day, today=timezone.localdate(now)),
        "days": GRACE.days,
        "not_back": not_back_by_staying(request.user),
        "nav": "" if request.user.is_leaving else "more",
    }
    return render(request, "frontend/leaving/leaving.html", context)


@login_required
@require_POST
def leaving_undoing(request: AccountRequest) -> HttpResponse:
    try:
        stay(account=request.user, now=timezone.now())
    except GraceIsOver as error:
        messages.warning(request, error.message)
        return redirect("leaving")
    messages.success(request, " ".join([_("You keep your account."), *not_back_by_staying(request.user)]))
    return redirect("more")
