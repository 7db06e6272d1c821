"""The sheets of the profile: each a few questions, each optional."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.vocabulary import Aid
from accounts.models import User
from frontend.care_words import MS_TYPES, SAFETY_ANSWERS, care_choices
from frontend.forms.fields import NAME_LIMIT, OneLine, PersonName, PhoneNumber, TimeZone
from frontend.words import choices

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIRST_YEAR = 1900
NOT_AIDS_OF_ONES_OWN = (Aid.FURNITURE, Aid.PERSON)
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def safety_question(label: "_StrPromise", help_text: "_StrPromise | str" = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=lambda: care_choices(SAFETY_ANSWERS),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )


class DiarySheet(forms.Form):
    time_zone = TimeZone(
        label=_("Time zone"),
        help_text=_("Change it when you move. Days that you answered stay as they are."),
    )
    reminder_time = forms.TimeField(
        label=_("Evening reminder at"),
        required=False,
        help_text=_("Only on days without an answer. Leave it empty for no reminder."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Type a time like 19:00.")},
    )


class SafetySheet(forms.Form):
    emergency_number = PhoneNumber(
        label=_("Emergency number"),
        required=False,
        help_text=_("What “I need help now” dials. Leave it empty for the usual one."),
    )
    person_name = OneLine(limit=NAME_LIMIT, label=_("My person"), required=False)
    person_number = PhoneNumber(
        label=_("My person’s number"), required=False, help_text=_("Who to call when you cannot get up.")
    )
    blood_thinner = safety_question(
        _("Do you take a blood thinner?"), _("Such as warfarin, apixaban, clopidogrel or aspirin.")
    )
    numb_legs = safety_question(_("Are your legs numb?"))
    baclofen_pump = safety_question(_("Do you have a baclofen pump?"))


class MeSheet(forms.Form):
    aids = forms.MultipleChoiceField(
        label=_("Aids I use"),
        required=False,
        choices=choices(Aid, leave_out=NOT_AIDS_OF_ONES_OWN),
        widget=forms.CheckboxSelectMultiple,
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
    born_in = forms.IntegerField(label=_("Year of birth"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if "lives_alone" in self.initial:
            alone = self.initial["lives_alone"]
            self.initial["lives_alone"] = None if alone is None else YES_NO[not alone][0]

    def clean_born_in(self) -> int | None:
        year: int | None = self.cleaned_data["born_in"]
        this_year = timezone.localdate().year
        if year is not None and not FIRST_YEAR <= year <= this_year:
            raise ValidationError(
                _("Type a year from %(first)s to %(last)s."),
                code="not_a_birth_year",
                params={"first": FIRST_YEAR, "last": this_year},
            )
        return year


class NameSheet(forms.Form):
    name = PersonName(
        label=_("Your name"),
        required=False,
        help_text=_("How the people you are linked with see you."),
    )

    def save(self, account: User) -> None:
        account.name = self.cleaned_data["name"]
        account.save(update_fields=["name"])
