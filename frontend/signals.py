"""What is told after signing in."""

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User

LEFT_UNDONE = "left_undone"  # in the session: a button was pressed and did nothing


@receiver(user_logged_in)
def who_was_signed_out_is_told_what_was_not_done(
    sender: type[User], request: HttpRequest | None, user: User, **kwargs: object
) -> None:
    if request is not None and request.session.pop(LEFT_UNDONE, False):
        messages.info(request, _("You were signed out before that was done. Do it again."))
