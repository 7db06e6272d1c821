from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.vocabulary import TokenScope
from accounts.errors import WrongPassword
from accounts.models import User
from accounts.services.second_factor import has_one
from frontend.care_words import WRITING_PROGRAMS
from frontend.forms.accounts import password_field
from frontend.forms.errors import as_form_error
from frontend.forms.fields import OneLine


class ProgramForm(forms.Form):
    """Which program, what it may do, and whether this is the account's own person."""

    SCOPES = (
        (TokenScope.READ, _("Only read")),
        (TokenScope.WRITE, _("Read and write")),
    )

    name = OneLine(
        label=_("Name of the program"),
        help_text=_("So that you know it again in your list."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give the program a name.")},
    )
    scope = forms.ChoiceField(
        label=_("What may it do?"),
        choices=SCOPES,
        help_text=WRITING_PROGRAMS,
        initial=TokenScope.READ,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the program may do.")},
    )
    password = password_field(_("Your password"))

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Whoever has a second factor was asked for it before this page: no password is asked."""
        self.account = account
        super().__init__(*args, **kwargs)
        if has_one(account):
            del self.fields["password"]

    def clean_password(self) -> str:
        """Whoever found a phone unlocked must not stay in the account by a key."""
        password: str = self.cleaned_data["password"]
        if not self.account.check_password(password):
            raise as_form_error(WrongPassword())
        return password

    @property
    def chosen_scope(self) -> TokenScope:
        return TokenScope(self.cleaned_data["scope"])
