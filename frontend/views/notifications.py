"""Phones that the reader is notified on: turned on there, turned off from anywhere."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.errors import FieldError
from accounts.jobs import start_soon
from frontend.acting import AccountRequest
from frontend.device_words import device_words
from frontend.forms.errors import add_errors
from frontend.forms.notifications import SubscriptionForm
from frontend.phrases import day_words
from frontend.views.accounts import ours
from reminders.domain.devices import device_of
from reminders.models import PushSubscription
from reminders.services.subscriptions import (
    end_all_subscriptions,
    end_subscription_at,
    end_subscriptions,
    subscribe,
)
from reminders.services.vapid import vapid_key
from reminders.tasks import send_test_push

# The subscription that was made in this session, so in this browser.
MADE_HERE = "push_subscription"


@login_required
@require_safe
def notifications(request: AccountRequest) -> HttpResponse:
    return _page(request, SubscriptionForm())


@login_required
@require_POST
def push_subscriptions(request: AccountRequest) -> HttpResponse:
    """What the browser says when its owner turned notifications on."""
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    device = device_of(request.headers.get("User-Agent", ""))
    browser = form.cleaned_data["subscription"]
    try:
        made = subscribe(account=request.user, browser=browser, device=device, now=timezone.now())
    except FieldError as error:
        add_errors(form, [error])
        return _page(request, form, status=422)
    request.session[MADE_HERE] = str(made.subscription.public_id)
    messages.success(request, _("Notifications are on for this phone."))
    for ended in made.ended:
        words = _("That is more than can be kept, so the oldest one was turned off: %(device)s.")
        messages.warning(request, words % {"device": device_words(ended)})
    return redirect("notifications")


@login_required
@require_POST
def push_subscription_here(request: AccountRequest) -> HttpResponse:
    """A browser ends its own, at sign-out for one; whether there was any is nobody's business."""
    end_subscription_at(request.POST.get("endpoint", ""), account=request.user)
    return HttpResponse(status=204)


@login_required
@require_POST
def push_subscription_ending(request: AccountRequest, subscription_id: UUID) -> HttpResponse:
    subscription = get_object_or_404(PushSubscription.objects.of(request.user), public_id=subscription_id)
    end_subscriptions(subscription)
    messages.success(
        request, _("Notifications are off for %(device)s.") % {"device": device_words(subscription)}
    )
    return redirect("notifications")


@login_required
@require_POST
def notifications_ending(request: AccountRequest) -> HttpResponse:
    end_all_subscriptions(request.user)
    messages.success(request, _("Notifications are off everywhere."))
    return redirect("notifications")


@ours
@login_required
@require_POST
@rate_limit(action="push_test")  # type: ignore[untyped-decorator]  # allauth has no types
def push_test(request: AccountRequest) -> HttpResponse:
    """A worker sends it: the phone shows what came of it, and this page whether one was taken."""
    count = PushSubscription.objects.of(request.user).count()
    if not count:
        messages.warning(request, _("Notifications are not on for any phone yet."))
    elif start_soon(send_test_push, request.user.pk):
        words = ngettext(
            "A test is on its way to %(count)s phone.", "A test is on its way to %(count)s phones.", count
        )
        messages.success(request, words % {"count": count})
    else:
        messages.warning(request, _("The test could not be sent. Wait a minute, then try again."))
    return redirect("notifications")


def _page(request: AccountRequest, form: SubscriptionForm, *, status: int = 200) -> HttpResponse:
    rows = list(PushSubscription.objects.of(request.user))
    here = request.session.get(MADE_HERE)
    context = {
        "form": form,
        "devices": _rows(rows, here),
        "is_on": here in [str(row.public_id) for row in rows],
        "key": vapid_key().public,
        "nav": "more",
    }
    return render(request, "frontend/notifications/notifications.html", context, status=status)


def _rows(rows: Sequence[PushSubscription], here: str | None) -> list[Mapping[str, object]]:
    today = timezone.localdate()
    return [
        {
            "id": row.public_id,
            "name": device_words(row),
            "is_here": str(row.public_id) == here,
            "made": day_words(timezone.localdate(row.made_at), today=today),
            "reached": day_words(timezone.localdate(row.last_ok_at), today=today) if row.last_ok_at else "",
        }
        for row in rows
    ]
