from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.domain.vocabulary import YesNoUnknown
from accounts.services.joining import RememberedFalls
from frontend.care_words import PROFESSIONS, SAFETY_ANSWERS, care_choices
from frontend.forms.fields import TimeZone

MOST_REMEMBERED = 999


class DiaryForm(forms.Form):
    """All that a diary needs before it begins."""

    time_zone = TimeZone(
        blank=True, label=_("Your time zone"), help_text=_("So that a day in your diary is your day.")
    )


class NumberOfFalls(forms.IntegerField):
    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        wrong = _("Type a number from 0 to 999, or leave it empty.")
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        super().__init__(
            min_value=0, max_value=MOST_REMEMBERED, required=False, error_messages=messages, **options
        )


class RememberedFallsForm(forms.Form):
    months_3 = NumberOfFalls(label=_("In the last 3 months"))
    months_12 = NumberOfFalls(
        label=_("In the last 12 months"),
        help_text=_("The last 3 months included."),
    )

    def clean_months_12(self) -> int | None:
        year: int | None = self.cleaned_data["months_12"]
        quarter: int | None = self.cleaned_data.get("months_3")
        if year is not None and quarter is not None and year < quarter:
            raise ValidationError(
                _("12 months cannot have fewer falls than the last 3 of them."), code="fewer"
            )
        return year

    def remembered(self) -> RememberedFalls:
        return RememberedFalls(
            months_3=self.cleaned_data["months_3"], months_12=self.cleaned_data["months_12"]
        )


class FirstSettingsForm(forms.Form):
    """The two questions that change what happens in the evening and after a fall."""

    reminder_time = forms.TimeField(
        label=_("Remind me in the evening at"),
        required=False,
        help_text=_("Only on days without an answer. Leave it empty for no reminder."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Type a time like 19:00.")},
    )
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
