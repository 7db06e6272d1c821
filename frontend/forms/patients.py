from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.fields import OneLine


class PatientSearch(forms.Form):
    name = OneLine(label=_("Find by name"), required=False)


class DiaryBeginningForm(forms.Form):
    """The day from which a paper diary is carried over."""

    day = forms.DateField(
        label=_("First day of the paper diary"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the first day."),
            "invalid": _("Choose a day of the calendar."),
        },
    )
