"""The second step of signing in, asked for where a password alone is not enough."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.services.second_factor import has_one, lacks_second_factor
from frontend.acting import AccountRequest

View = Callable[..., HttpResponse]


def second_step_first(view: View) -> View:
    """Leads whoever needs a second factor and has none to where it is added; without it they see nobody."""

    @wraps(view)
    def led(request: AccountRequest, *args: object, **kwargs: object) -> HttpResponse:
        if lacks_second_factor(request.user):
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return led


def behind_the_factor(view: View) -> View:
    """The page asks for the password itself; of whoever has a second factor, that is asked before it.

    What was typed too late is typed again: to wait for the second step, passwords would lie in the session.
    """

    @wraps(view)
    def asked(request: AccountRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not has_one(request.user) or did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            messages.info(request, _("Show first that it is you, then fill in the page again."))
        first, *_others = get_adapter().get_reauthentication_methods(request.user)
        return redirect(f"{first['url']}?{urlencode({REDIRECT_FIELD_NAME: request.path})}")

    return asked
