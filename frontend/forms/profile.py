"""The sheets of the profile: each a few questions, each optional."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.profile import NOT_AIDS_OF_ONES_OWN, checked_profile
from accounts.domain.vocabulary import Aid
from frontend.care_words import MS_TYPES, SAFETY_ANSWERS, care_choices
from frontend.forms.errors import add_errors
from frontend.forms.fields import OneLine, PersonName, PhoneNumber, TimeZone
from frontend.words import choices

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def safety_question(label: "_StrPromise", help_text: "_StrPromise | str" = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=lambda: care_choices(SAFETY_ANSWERS),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )


def reminder_field(label: "_StrPromise") -> forms.TimeField:
    words = _("Type a time like 19:00.")
    return forms.TimeField(
        label=label,
        required=False,
        help_text=_("Only on days without an answer. Leave it empty for no reminder."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": words, "not_a_reminder_time": words},
    )


class Sheet(forms.Form):
    """Questions of the profile, with every error that saving would bring. `today` is the patient's."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        self.today = today
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        add_errors(self, checked_profile(self.cleaned_data, today=self.today)[1])


class DiarySheet(Sheet):
    time_zone = TimeZone(
        label=_("Time zone"),
        help_text=_("Change it when you move. Days that you answered stay as they are."),
    )
    reminder_time = reminder_field(_("Evening reminder at"))


class SafetySheet(Sheet):
    emergency_number = PhoneNumber(
        label=_("Emergency number"),
        required=False,
        help_text=_("What “I need help now” dials. Leave it empty for the usual one."),
    )
    person_name = OneLine(label=_("My person"), required=False)
    person_number = PhoneNumber(
        label=_("My person’s number"), required=False, help_text=_("Who to call when you cannot get up.")
    )
    blood_thinner = safety_question(
        _("Do you take a blood thinner?"), _("Such as warfarin, apixaban, clopidogrel or aspirin.")
    )
    numb_legs = safety_question(_("Are your legs numb?"))
    baclofen_pump = safety_question(_("Do you have a baclofen pump?"))


class MeSheet(Sheet):
    phone = PhoneNumber(
        label=_("My phone number"),
        required=False,
        help_text=_("For your therapists, if they want to call you."),
    )
    aids = forms.MultipleChoiceField(
        label=_("Aids I use"),
        required=False,
        choices=choices(Aid, leave_out=NOT_AIDS_OF_ONES_OWN),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"none_with_others": _("Choose either “No aid” or the aids you use.")},
    )
    lives_alone = forms.TypedChoiceField(
        label=_("Do you live alone?"),
        required=False,
        choices=YES_NO,
        widget=forms.RadioSelect,
        coerce=lambda answer: answer == "yes",
        empty_value=None,
    )
    ms_type = forms.TypedChoiceField(
        label=_("Type of MS"),
        required=False,
        choices=lambda: care_choices(MS_TYPES),
        widget=forms.RadioSelect,
        empty_value=None,
    )
    born_in = forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        error_messages={"not_a_birth_year": _("Type a year from %(first)s to %(last)s.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if "lives_alone" in self.initial:
            alone = self.initial["lives_alone"]
            self.initial["lives_alone"] = None if alone is None else YES_NO[not alone][0]


class NameSheet(forms.Form):
    name = PersonName(
        label=_("Your name"),
        required=False,
        help_text=_("How the people you are linked with see you."),
    )
