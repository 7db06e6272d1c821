"""How somebody signs in besides their password: allauth's pages of the second factor, with our statuses."""

import re
from typing import Any

from allauth.account import app_settings
from allauth.decorators import rate_limit
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.services.addresses import claimed_address
from accounts.services.second_factor import (
    factors_of,
    has_just_one,
    has_one,
    lacks_second_factor,
    needs_second_factor,
)
from accounts.services.sessions import end_all_others
from frontend.acting import AccountRequest
from frontend.qr import qr_svg
from frontend.views.accounts import ours

LETTERS = 4  # of a secret, before a blank
MAKE_NEW_ONES = _("Make new ones now, under More, How I sign in.")


def codes_left(number: int) -> str:
    if not number:
        return str(_("No recovery codes are left."))
    words = ngettext("%(number)s recovery code is left.", "%(number)s recovery codes are left.", number)
    return words % {"number": number}


class Ways(base.IndexView):  # type: ignore[misc]  # allauth has no types
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's own signature
        context: dict[str, Any] = super().get_context_data(**kwargs)
        account = self.request.user
        return context | {
            "lacks_second_factor": lacks_second_factor(account),
            "has_one": has_one(account),
            "factors": factors_of(account),
            # allauth adds nothing to an account with an address that waits to be confirmed.
            "claim": claimed_address(account),
        }


class SecondStep(base.AuthenticateView):  # type: ignore[misc]  # allauth has no types
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's own signature
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"factors": factors_of(self.stage.login.user)}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Whoever came in with one of the last codes on paper reads it while they can make new ones."""
        answer: HttpResponse = super().form_valid(form)
        used = getattr(form, "authenticator", None)
        factors = factors_of(self.stage.login.user)
        if used is not None and used.type == Authenticator.Type.RECOVERY_CODES and factors.few_codes:
            messages.warning(self.request, f"{codes_left(factors.codes)} {MAKE_NEW_ONES}")
        return answer


class _Again:
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's own signature
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"factors": factors_of(self.request.user)}  # type: ignore[attr-defined]


class CodeAgain(_Again, base.ReauthenticateView):  # type: ignore[misc]  # allauth has no types
    pass


class _Adding:
    """What was opened with the password alone, sessions and programs, ends with the first factor."""

    request: AccountRequest

    def form_valid(self, form: forms.Form) -> HttpResponse:
        account = self.request.user
        with transaction.atomic():
            User.objects.select_for_update().get(pk=account.pk)  # so that no key is made in between
            is_first = not has_one(account)
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            if is_first:
                end_all_others(account=account, here=self.request.session)
        return answer


class AddPasskey(_Adding, webauthn.AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's own signature
        context: dict[str, Any] = super().get_context_data(**kwargs)
        # One that the phone itself finds, and that asks for a finger, a face or a PIN.
        options = auth.begin_registration(self.request.user, True)  # noqa: FBT003 - allauth's own signature
        return context | {"options": options}


class AddApp(_Adding, totp.ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's own signature
        context: dict[str, Any] = super().get_context_data(**kwargs)
        # Apps take the blanks, and people find their place between them.
        secret = " ".join(re.findall(f".{{1,{LETTERS}}}", context["form"].secret))
        return context | {"qr": qr_svg(context["totp_url"]), "secret": secret}


class _Removing:
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's own signature
        """What goes along is said before it is pressed."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        account = self.request.user  # type: ignore[attr-defined]
        return context | {"is_last": has_just_one(account), "needs_one": needs_second_factor(account)}


class RemovePasskey(_Removing, webauthn.RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    pass


class RemoveApp(_Removing, totp.DeactivateTOTPView):  # type: ignore[misc]  # allauth has no types
    pass


class PasskeyAgain(_Again, webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]  # allauth has no types
    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The same page again: what waits behind it is not lost."""
        context = self.get_context_data() | {"form": form}  # theirs would look at the answer twice
        answer: HttpResponse = self.render_to_response(context)
        return answer


@require_safe
@never_cache
@rate_limit(action="passkey_options", limit_get=True)  # type: ignore[untyped-decorator]  # allauth has no types
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser asks its passkeys; the same of everybody but for the challenge.

    The challenge lies in a session: of somebody who is not signed in, no longer than a sign-in takes.
    """
    if not request.user.is_authenticated:
        request.session.set_expiry(app_settings.LOGIN_TIMEOUT)
    return JsonResponse({"request_options": auth.begin_authentication(user=None)})


ways = ours(login_required(Ways.as_view()))
second_step = ours(SecondStep.as_view())
code_again = ours(login_required(CodeAgain.as_view()))
passkey_again = ours(login_required(PasskeyAgain.as_view()))
passkey_sign_in = ours(webauthn.login_webauthn)
passkey_adding = ours(login_required(AddPasskey.as_view()))
passkey_name = ours(login_required(webauthn.edit_webauthn))
passkey_removal = ours(login_required(RemovePasskey.as_view()))
app_adding = ours(login_required(AddApp.as_view()))
app_removal = ours(login_required(RemoveApp.as_view()))
codes = ours(recovery_codes.view_recovery_codes)
new_codes = ours(login_required(recovery_codes.generate_recovery_codes))
