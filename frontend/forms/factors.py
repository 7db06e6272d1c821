"""The forms of the second factor, in our fields and words."""

import struct
from typing import Any

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.second_factor import factors_of
from frontend.forms.fields import OneLine

NAME_LIMIT = 60
LONGEST_CREDENTIAL = 20_000  # characters
# What libraries say of bytes that are no answer of a passkey.
NO_CREDENTIAL = (
    ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, struct.error,
    InvalidSignature, UnsupportedAlgorithm,
)  # fmt: skip

# By whether there are an app, and recovery codes.
HINTS = {
    (True, True): _("The six digits that your app shows now, or one of your recovery codes."),
    (True, False): _("The six digits that your app shows now."),
    (False, True): _("One of your recovery codes."),
}


def code_field(hint: Any = "") -> forms.CharField:  # noqa: ANN401 - lazy words
    return forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=hint,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code."), "max_length": _("A code is shorter than that.")},
    )


def name_field() -> forms.CharField:
    return OneLine(
        label=_("Name"),
        limit=NAME_LIMIT,
        required=False,
        help_text=_("So that you know which it is, such as “My phone”."),
    )


def once(user: User, code: str) -> str:
    """A code is good for as long as those beside it are taken; allauth remembers it for one period."""
    key = f"frontend.code.used:{user.pk}:{normalize_user_code(code)}"
    if not cache.add(key, "y", timeout=app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 2)):
        raise get_adapter().validation_error("incorrect_code")
    return code


class CodeForm(ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step of signing in, and before a change that only the owner may make: either says for some
    minutes that it is the owner, so that the last code on paper is enough to get in and make new ones.

    A code is looked at and used up in one transaction: of many tries at once, one succeeds.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own signature
        super().__init__(*args, **kwargs)
        factors = factors_of(self.user)
        self.fields["code"] = code_field(HINTS.get((factors.app, bool(factors.codes)), ""))

    def clean_code(self) -> str:
        """A wrong one is counted all the same: the count is kept where the transaction is, and must last."""
        code, refused = "", None
        with transaction.atomic():
            try:
                code = super().clean_code()
            except forms.ValidationError as error:
                refused = error
        if refused is not None:
            raise refused
        return once(self.user, code)


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own signature
        """The secret stays until it is used: what was scanned a moment ago, in another tab, counts."""
        session = context.request.session
        scanned = session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if scanned:
            self.secret = session[SECRET_SESSION_KEY] = scanned
        self.fields["code"] = code_field(_("The six digits that the app shows now."))

    def clean_code(self) -> str:
        return once(self.user, super().clean_code())


class CredentialField(forms.JSONField):
    """What a browser says for a passkey, as far as its outside goes."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        if isinstance(value, str) and len(value) > LONGEST_CREDENTIAL:
            raise get_adapter().validation_error("incorrect_code")
        try:
            told = super().to_python(value)
        except (forms.ValidationError, RecursionError):
            raise get_adapter().validation_error("incorrect_code") from None
        if told is not None and not (isinstance(told, dict) and isinstance(told.get("response"), dict)):
            raise get_adapter().validation_error("incorrect_code")
        return told


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Every passkey signs in alone: that is what it is for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own signature
        super().__init__(*args, **kwargs)
        self.fields["name"] = name_field()
        self.fields["credential"] = CredentialField()
        self.fields.pop("passwordless", None)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        try:
            cleaned: dict[str, Any] = super().clean()
        except forms.ValidationError:
            raise
        except NO_CREDENTIAL:
            raise get_adapter().validation_error("incorrect_code") from None
        return cleaned


class _Signed(forms.Form):
    """A passkey's signature; whatever else comes is refused in words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own signature
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()

    def clean_credential(self) -> Authenticator:
        try:
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
        except forms.ValidationError:
            raise
        except NO_CREDENTIAL:
            raise get_adapter().validation_error("incorrect_code") from None
        return found


class PasskeyStepForm(_Signed, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """After the password, and before a change that only the owner may make."""


class PasskeyAloneForm(_Signed, LoginWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Instead of the password."""


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own signature
        super().__init__(*args, **kwargs)
        self.fields["name"] = name_field()
        self.fields["name"].required = True
