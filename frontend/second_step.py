from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.services.second_factor import lacks_second_factor
from frontend.acting import AccountRequest


def second_step_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Leads whoever needs a second factor and has none to where it is added; without it they see nobody."""

    @wraps(view)
    def led(request: AccountRequest, *args: object, **kwargs: object) -> HttpResponse:
        if lacks_second_factor(request.user):
            messages.info(request, _("Add a second step first, then you see who let you in."))
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return led
