"""The forms of signing in and joining, in our fields and words."""

from typing import TYPE_CHECKING, Any

from allauth.account import app_settings
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.jobs import start_soon
from accounts.models import AccountMail, User
from accounts.services.mails import promise_mail
from accounts.services.sessions import limit_session
from accounts.tasks import send_mail_now
from frontend.forms.fields import PersonName

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ADDRESS_LIMIT = 254  # characters of an address that mail servers take (RFC 5321)
PASSWORD_LIMIT = 512
EMAIL, PASSWORD = _("Email"), _("Password")
PASSWORD_HINT = _("At least 10 characters. A few words in a row work well.")


def address_field(label: "_StrPromise" = EMAIL) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        max_length=ADDRESS_LIMIT,
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Type your email address."),
            "invalid": _("Type an email address like name@example.org."),
        },
    )


def password_field(label: "_StrPromise" = PASSWORD, *, new: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=PASSWORD_LIMIT,
        help_text=PASSWORD_HINT if new else "",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"}),
        error_messages={"required": _("Type your password.") if not new else _("Choose a password.")},
    )


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own signature
        super().__init__(*args, **kwargs)
        self.fields["login"] = address_field()
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"] = password_field()

    @property
    def is_stopped(self) -> bool:
        """Too many wrong passwords, perhaps a stranger's: a mail is a way in all the same."""
        return self.is_bound and bool(self.has_error(NON_FIELD_ERRORS, "too_many_login_attempts"))

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """allauth gives everybody's session the same age afterwards: ours depends on who it is."""
        answer: HttpResponse = super().login(request, redirect_url)
        if isinstance(request.user, User):
            limit_session(request.session, request.user)
        else:  # between the password and the second step it knows an address
            request.session.set_expiry(app_settings.LOGIN_TIMEOUT)
        return answer


class JoiningForm(SignupForm):
    field_order = ("name", "email", "password1")

    name = PersonName(
        required=False, label=_("Your name"), help_text=_("So that people you invite know it is you.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own signature
        super().__init__(*args, **kwargs)
        self.fields["email"] = address_field()
        self.fields["password1"] = password_field(new=True)
        self.order_fields(self.field_order)

    def validate_unique_email(self, value: str) -> str:
        """Any address may be claimed; asking who else has it would show in the time it takes."""
        return value


class ForgottenPasswordForm(forms.Form):
    email = address_field()

    def save(self, _request: HttpRequest, **_options: object) -> str:
        """The same row for every address. The worker knows whether anybody is there."""
        address: str = self.cleaned_data["email"]
        mail = promise_mail(kind=AccountMail.Kind.RESET_PASSWORD, address=address)
        start_soon(send_mail_now, mail.pk)
        return address


class NewPasswordForm(ResetPasswordKeyForm):
    """After the link of a mail: the new password once, with "Show password"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own signature
        super().__init__(*args, **kwargs)
        spell_once(self)


class PasswordChangeForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own signature
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = password_field(_("Your password now"))
        spell_once(self)

    def clean_password1(self) -> str:
        """Told only beside the right one now: a guess at it is not answered here."""
        new: str = self.cleaned_data["password1"]
        if new == self.cleaned_data.get("oldpassword"):
            raise forms.ValidationError(_("This is the password you have. Choose another one."))
        return new


class PasswordAgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own signature
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field()


class AddressForm(forms.Form):
    email = address_field(_("New email"))


def spell_once(form: forms.Form) -> None:
    """One field for a new password: it can be shown, so typing it twice proves nothing more."""
    del form.fields["password2"]
    new = form.fields["password1"]
    new.label, new.help_text = _("New password"), PASSWORD_HINT
    new.error_messages["required"] = _("Choose a password.")
    new.widget = password_field(new=True).widget


class OwnPasswordForm(forms.Form):
    """Whether this is the account's own person, where no session says so."""

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        self.account = account
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field(_("The password you chose when you joined"))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.account.check_password(password):
            raise forms.ValidationError(_("This is not the password of that account."), code="wrong_password")
        return password
