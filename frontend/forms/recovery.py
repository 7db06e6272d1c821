"""Which account was it, and a new password for it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import ApiToken, User
from frontend.forms.accounts import password_field


class RecoveryForm(forms.Form):
    """Nothing is chosen beforehand: an account that somebody else made must not be slipped in."""

    account = forms.ChoiceField(
        label=_("Which account is yours?"),
        widget=forms.RadioSelect,
        help_text=_("Somebody else may have typed your address. Choose the day on which you joined."),
        error_messages={"required": _("Choose the account that you made.")},
    )
    password1 = password_field(_("New password"), new=True)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        accounts: list[User],
        watchers: Mapping[int, int],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = {str(account.public_id): account for account in accounts}
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            (key, account_words(account, watchers.get(account.pk, 0)))
            for key, account in self.accounts.items()
        ]

    @property
    def with_programs(self) -> bool:
        """Whether a program may act as any of the accounts."""
        return ApiToken.objects.filter(account__in=self.accounts.values()).exists()

    @property
    def chosen(self) -> User:
        return self.accounts[self.cleaned_data["account"]]

    def clean(self) -> dict[str, Any]:
        typed, password = self.cleaned_data, self.cleaned_data.get("password1")
        if password and "account" in typed:
            try:
                validate_password(password, self.chosen)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return typed


def account_words(account: User, watchers: int) -> str:
    """ "Joined on 3 May 2026, with a diary that 2 people may see". Never its name: anybody chose that."""
    day = date_format(timezone.localtime(account.date_joined), _now("j F Y"))
    if not account.is_patient:
        return _now("Joined on %(day)s, without a diary") % {"day": day}
    if watchers == 0:
        return _now("Joined on %(day)s, with a diary that nobody else sees") % {"day": day}
    seen = ngettext(
        "Joined on %(day)s, with a diary that %(number)d person or clinic may see",
        "Joined on %(day)s, with a diary that %(number)d people or clinics may see",
        watchers,
    )
    return seen % {"day": day, "number": watchers}
