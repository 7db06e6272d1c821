from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.profile import MOST_REMEMBERED, RememberedFalls, remembered_errors
from accounts.domain.vocabulary import YesNoUnknown
from frontend.care_words import PROFESSIONS, SAFETY_ANSWERS, care_choices
from frontend.forms.errors import add_errors
from frontend.forms.fields import TimeZone
from frontend.forms.profile import Sheet, reminder_field


class DiaryForm(forms.Form):
    """All that a diary needs before it begins."""

    time_zone = TimeZone(
        blank=True, label=_("Your time zone"), help_text=_("So that a day in your diary is your day.")
    )


class NumberOfFalls(forms.IntegerField):
    default_error_messages = dict.fromkeys(
        ("invalid", "not_a_number_of_falls"), _("Type a number from 0 to 999, or leave it empty.")
    )

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        widget = forms.NumberInput(attrs={"min": 0, "max": MOST_REMEMBERED})
        super().__init__(required=False, widget=widget, **options)


class RememberedFallsForm(forms.Form):
    months_3 = NumberOfFalls(label=_("In the last 3 months"))
    months_12 = NumberOfFalls(
        label=_("In the last 12 months"),
        help_text=_("The last 3 months included."),
        error_messages={"fewer": _("12 months cannot have fewer falls than the last 3 of them.")},
    )

    def clean(self) -> None:
        add_errors(self, remembered_errors(self.remembered()))

    def remembered(self) -> RememberedFalls:
        given = self.cleaned_data
        return RememberedFalls(months_3=given.get("months_3"), months_12=given.get("months_12"))


class FirstSettingsForm(Sheet):
    """The two questions that change what happens in the evening and after a fall."""

    reminder_time = reminder_field(_("Remind me in the evening at"))
    blood_thinner = forms.ChoiceField(
        label=_("Do you take a blood thinner?"),
        required=False,
        choices=lambda: care_choices(SAFETY_ANSWERS),
        widget=forms.RadioSelect,
        help_text=_(
            "Such as warfarin, apixaban, clopidogrel or aspirin. It changes what to do after a knock."
        ),
    )

    def clean_blood_thinner(self) -> str:
        return self.cleaned_data["blood_thinner"] or YesNoUnknown.UNKNOWN


class TherapistForm(forms.Form):
    profession = forms.ChoiceField(
        label=_("What is your profession?"),
        choices=lambda: care_choices(PROFESSIONS),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your profession.")},
    )
