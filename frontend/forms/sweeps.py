from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class SweepForm(forms.Form):
    """A stretch of days; what may be swept is for the service to say."""

    first = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the first day."),
            "invalid": _("Choose a day of the calendar."),
        },
    )
    last = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the last day."), "invalid": _("Choose a day of the calendar.")},
    )

    @property
    def stretch(self) -> tuple[date, date]:
        """First and last day of a valid form."""
        return self.cleaned_data["first"], self.cleaned_data["last"]
