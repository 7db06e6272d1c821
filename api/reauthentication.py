"""Whether it is the person themself who asks, for what a found phone or a stolen key must not do."""

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core import ratelimit
from rest_framework import exceptions

from accounts.services.second_factor import has_one
from api.errors import Refused
from api.views.base import AccountRequest

WAIT = 60  # seconds; the limit counts by the minute


def check_password(request: AccountRequest, password: str) -> None:
    """Raises 403 for a wrong one; the limit is that of the pages.

    Where the account has a second factor no password is enough: the session must have been asked for it.
    """
    if has_one(request.user):
        if not was_asked_lately(request):
            raise Refused(
                403,
                "second_factor_required",
                "A password alone is not enough here. Do this in the pages, which ask for the second step.",
            )
        return
    page = request._request  # noqa: SLF001 - what the limits of pages look at
    if not ratelimit.consume(page, action="reauthenticate", user=request.user):
        raise exceptions.Throttled(wait=WAIT)
    if not request.user.check_password(password):
        raise Refused(403, "wrong_password", "This is not the password of the account.")


def was_asked_lately(request: AccountRequest) -> bool:
    """Whether the person behind this session has said who they are a moment ago."""
    return bool(did_recently_reauthenticate(request._request))  # noqa: SLF001
