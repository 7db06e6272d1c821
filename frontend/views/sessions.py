"""Where somebody is signed in, and which programs act for them: ended one by one, or all others at once."""

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.services.sessions import end_all_others, end_session
from frontend.acting import AccountRequest
from frontend.care_words import program_words
from frontend.device_words import device_words
from frontend.phrases import moment_words
from reminders.domain.devices import device_of


@login_required
@require_safe
def sessions(request: AccountRequest) -> HttpResponse:
    """This device first, then the last seen."""
    now, zone = timezone.now(), timezone.get_current_timezone_name()
    found = UserSession.objects.purge_and_list(request.user)
    here = request.session.session_key
    found.sort(key=lambda one: (one.session_key != here, -one.last_seen_at.timestamp()))
    rows = [
        {
            "id": session.pk,
            "device": device_words(device_of(session.user_agent)),
            "is_here": session.session_key == here,
            "since": moment_words(session.created_at, zone=zone, now=now),
            "seen": moment_words(session.last_seen_at, zone=zone, now=now),
        }
        for session in found
    ]
    tokens = request.user.api_tokens.order_by("-made_at", "-pk")
    programs = [{"name": token.name, "may": program_words(token.scope)} for token in tokens]
    context = {"sessions": rows, "programs": programs, "nav": "more"}
    return render(request, "frontend/sessions/sessions.html", context)


@login_required
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def sessions_ending(request: AccountRequest) -> HttpResponse:
    """All others, and every program."""
    end_all_others(account=request.user, here=request.session)
    messages.success(request, _("You are signed out everywhere else. No program has access."))
    return redirect("sessions")


@login_required
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def session_ending(request: AccountRequest, session_id: int) -> HttpResponse:
    session = get_object_or_404(UserSession, user=request.user, pk=session_id)
    end_session(session=session)
    messages.success(request, _("That device is signed out."))
    return redirect("sessions")
