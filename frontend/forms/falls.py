"""The tap "I fell" or "Near fall", and "same fall?"."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.words import choices
from logs.domain.vocabulary import Kind


class TapForm(forms.Form):
    """One tap. The id was made with the page, so that pressing twice records once."""

    kind = forms.ChoiceField(
        label=_("What happened?"),
        choices=lambda: choices(Kind),
        error_messages={
            "required": _("Choose “I fell” or “Near fall”."),
            "invalid_choice": _("Choose “I fell” or “Near fall”."),
        },
    )
    entry_id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("This page is incomplete. Press the button again."),
            "invalid": _("This page is incomplete. Press the button again."),
        },
    )


class SameFallForm(forms.Form):
    """Whether two entries by two people tell of one fall."""

    answer = forms.ChoiceField(
        label=_("Same fall?"),
        choices=[("yes", _("Yes, the same fall")), ("no", _("No, another fall"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose whether it was the same fall."),
            "invalid_choice": _("Choose whether it was the same fall."),
        },
    )
