"""Where django-allauth meets this product."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import LinkUsed
from accounts.jobs import start_soon
from accounts.models import AccountMail, User
from accounts.services.addresses import promise_notice
from accounts.services.devices import know_device, mark_of, mark_of_address
from accounts.services.mails import promise_mail
from accounts.services.second_factor import factors_of, has_one
from accounts.services.tokens import end_all_tokens
from accounts.tasks import send_mail_now

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - nobody listens there


# By whether there are an app, and recovery codes.
CODES_NAMED = {
    (True, True): _("Use a code of your app, or a recovery code"),
    (True, False): _("Use a code of your app"),
    (False, True): _("Use a recovery code"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Mails are promised as rows and sent by a worker; joining leads to the diary."""

    error_messages: ClassVar[dict[str, Promise | str]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Email and password do not belong together. Check both and try again."),
        "enter_current_password": _("This is not your password. Type the one you sign in with."),
        "incorrect_password": _("This is not your password. Type the one you sign in with."),
        "rate_limited": _("Too many tries. Wait five minutes, then try again."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_ajax(self, request: HttpRequest) -> bool:
        """allauth's own JSON is a door we don't open."""
        return False

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        address = emailconfirmation.email_address
        mail = promise_mail(
            kind=AccountMail.Kind.CONFIRM_ADDRESS, address=address.email, account=address.user
        )
        start_soon(send_mail_now, mail.pk)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No other mail of allauth's own leaves us: each of ours is a kind of AccountMail."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """A browser that the address was used in before counts its wrong tries for itself."""
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{mark_of_address(request, str(credentials.get('email', '')))}"

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth forgets the wrong tries at every address that an account claims, when that account gets a
        new password: of somebody else's address, too. The browser that chose it is a known one anyway.
        """

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Where there is a second factor, the password alone is nobody's word: it is what gets stolen.

        Named are only ways that this account has. Without an app a passkey is asked for first: recovery
        codes are few.
        """
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not isinstance(user, User) or not has_one(user):
            return methods
        factors = factors_of(user)
        words = {"mfa_reauthenticate:webauthn": _("Use a passkey")}
        if factors.app or factors.codes:
            words["mfa_reauthenticate"] = CODES_NAMED[factors.app, bool(factors.codes)]
        ways = [way | {"description": words[way["id"]]} for way in methods if way["id"] in words]
        return ways if factors.app else ways[::-1]

    def post_login(
        self, request: HttpRequest, user: User, *, email: str | None, **others: Any
    ) -> HttpResponse:
        """A notice by mail where this browser is new to the account; from now on it is known."""
        response: HttpResponse = super().post_login(request, user, email=email, **others)
        if not mark_of(request, user) and not others.get("signup"):
            mail = promise_notice(kind=AccountMail.Kind.NEW_DEVICE, account=user)
            if mail is not None:
                start_soon(send_mail_now, mail.pk)
        know_device(request, response, user)
        return response

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("joining")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("more")

    def set_password(self, user: User, password: str) -> None:
        """Changed or forgotten: the new password and the end of what the old one opened are one.

        Raises LinkUsed where another request changed it since the account was read: of many that use one
        link at once, one succeeds.
        """
        before = user.password
        user.set_password(password)  # slow on purpose, so not while others wait for the transaction
        with transaction.atomic():
            if User.objects.select_for_update().get(pk=user.pk).password != before:
                raise LinkUsed
            user.save(update_fields=["password"])
            end_all_tokens(account=user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where nobody says (a socket in a file), one address stands for all."""
        try:
            return str(super().get_client_ip(request))
        except PermissionDenied:
            return UNKNOWN_ADDRESS

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data.get("name", "")
        saved: User = super().save_user(request, user, form, commit)
        return saved
