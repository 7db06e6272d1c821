from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.words import LABELS
from logs.domain.vocabulary import DayTag


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


class TagsForm(SweepForm):
    """What marked a stretch of days."""

    field_order = ("tags", "first", "last")

    tags = forms.MultipleChoiceField(
        label=_("What marked these days?"),
        choices=[(str(tag), word) for tag, word in LABELS[DayTag].items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one."), "invalid_choice": _("Choose from these.")},
    )
