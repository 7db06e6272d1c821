"""Programs that act for the reader: let in by a key that is shown once, shut out again."""

from datetime import datetime
from uuid import UUID

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.vocabulary import TokenScope
from accounts.errors import AccountError
from accounts.services.tokens import end_token, make_token
from frontend.acting import AccountRequest
from frontend.care_words import WRITING_PROGRAMS, program_words
from frontend.forms.programs import ProgramForm
from frontend.phrases import day_words
from frontend.second_step import behind_the_factor
from frontend.views.accounts import ours
from frontend.views.refusals import refuse


@login_required
@require_safe
def programs(request: AccountRequest) -> HttpResponse:
    """Who has a key, the newest first."""
    rows = [
        {
            "id": token.public_id,
            "name": token.name,
            "may": program_words(token.scope),
            "made": _day_of(token.made_at),
            "used": _day_of(token.last_used_at) if token.last_used_at else "",
        }
        for token in request.user.api_tokens.order_by("-made_at", "-pk")
    ]
    return render(
        request,
        "frontend/programs/programs.html",
        {"programs": rows, "writing": WRITING_PROGRAMS, "nav": "more"},
    )


@ours
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@behind_the_factor
@sensitive_post_parameters("password")
@sensitive_variables("made", "context")
@rate_limit(action="reauthenticate")  # type: ignore[untyped-decorator]  # allauth has no types
def program_starting(request: AccountRequest) -> HttpResponse:
    """Name, scope and password, or the second factor before it; then the key, in this answer alone."""
    form = ProgramForm(request.POST if request.method == "POST" else None, account=request.user)
    template, context = "frontend/programs/starting.html", {"form": form, "nav": "more"}
    if not form.is_valid():
        return render(request, template, context, status=422 if form.is_bound else 200)
    name, scope = form.cleaned_data["name"], form.chosen_scope
    try:
        made = make_token(account=request.user, name=name, scope=scope, now=timezone.now())
    except AccountError as error:
        return refuse(request, template, context, form, error)
    writing = WRITING_PROGRAMS if scope is TokenScope.WRITE else ""
    context = {
        "key": made.key,
        "name": name,
        "may": program_words(scope),
        "writing": writing,
        "nav": "more",
    }
    return render(request, "frontend/programs/key.html", context)


@login_required
@require_POST
def program_ending(request: AccountRequest, token_id: UUID) -> HttpResponse:
    token = get_object_or_404(request.user.api_tokens, public_id=token_id)
    end_token(token=token, by=request.user)
    words = _("%(name)s has no access any more. To let it in again, make a new key.")
    messages.success(request, words % {"name": token.name})
    return redirect("programs")


def _day_of(moment: datetime) -> str:
    return day_words(timezone.localdate(moment), today=timezone.localdate())
