"""The second step of signing in, asked for where a password alone is not enough."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.models import User
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
    """The page asks for the password itself; of whoever has a second factor, that is asked before it."""
    asked: Any = reauthentication_required(
        enabled=lambda request: isinstance(request.user, User) and has_one(request.user)
    )
    wrapped: View = asked(view)
    return wrapped
