"""What a patient tells about medicines, aids and exercise."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.profile import NOT_AIDS_OF_ONES_OWN
from accounts.domain.vocabulary import Aid
from frontend.forms.fields import OneLine
from frontend.forms.homes import DayField, Note
from frontend.treatment_words import EXERCISE, MEDICINES
from frontend.words import choices
from treatments.domain.entries import MOST_MINUTES, SEVEREST

ONE_OF_THESE = {"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")}
HOURS = (0, 1, 2, 3, 4, 6, 8, 12)
MINUTES = (5, 10, 15, 20, 30, 45, 60)
NOT_KNOWN = ("", _("I do not know"))


def hour_choices() -> list[tuple[str, Any]]:
    return [("0", _("Within an hour")), *((str(hours), str(hours)) for hours in HOURS[1:]), NOT_KNOWN]


class MedicineDays(forms.Form):
    """What may change of a medicine. `version` is the one that the page showed."""

    own_name = OneLine(
        label=_("Its name, as you call it"), required=False, help_text=_("No dose: this is not a plan.")
    )
    started_on = DayField(label=_("Taken since"), required=False)
    stopped_on = DayField(label=_("Last day, if you have stopped"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MedicineForm(MedicineDays):
    field_order = ("medicine_class", "own_name", "started_on", "stopped_on")

    medicine_class = forms.ChoiceField(
        label=_("Which kind of medicine?"),
        choices=[(str(kind), words) for kind, words in MEDICINES.items()],
        widget=forms.RadioSelect,
        error_messages=ONE_OF_THESE,
    )


class SideEffectForm(forms.Form):
    severity = forms.TypedChoiceField(
        label=_("How drowsy or weak?"),
        choices=[(str(number), str(number)) for number in range(SEVEREST + 1)],
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={key: _("Choose a number from 0 to 10.") for key in ONE_OF_THESE},
    )
    hours_after_dose = forms.TypedChoiceField(
        label=_("How many hours after the dose?"),
        choices=hour_choices,
        widget=forms.RadioSelect,
        required=False,
        coerce=int,
        empty_value=None,
        error_messages=ONE_OF_THESE,
    )
    note = Note(label=_("Anything to add?"), required=False, rows=2)


class AidsForm(forms.Form):
    aids = forms.MultipleChoiceField(
        label=_("Which of these do you own?"),
        required=False,
        choices=choices(Aid, leave_out=NOT_AIDS_OF_ONES_OWN),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"none_with_others": _("Choose either “No aid” or the aids you own.")},
    )


class AidDays(forms.Form):
    owned_from = DayField(label=_("Since"), required=False, help_text=_("Leave it empty for long since."))
    owned_to = DayField(label=_("Last day, if it is gone"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ExerciseForm(forms.Form):
    """Minutes as a chip, or another number typed."""

    kind = forms.ChoiceField(
        label=_("What did you do?"),
        choices=[(str(kind), words) for kind, words in EXERCISE.items()],
        widget=forms.RadioSelect,
        error_messages=ONE_OF_THESE,
    )
    minutes = forms.TypedChoiceField(
        label=_("For how many minutes?"),
        choices=[(str(minutes), str(minutes)) for minutes in MINUTES],
        widget=forms.RadioSelect,
        required=False,
        coerce=int,
        empty_value=None,
        error_messages=ONE_OF_THESE,
    )
    other_minutes = forms.IntegerField(
        label=_("Another number of minutes"),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        error_messages={
            name: _("Type minutes from 1 to 600.") for name in ("invalid", "min_value", "max_value")
        },
    )
    on = DayField(label=_("On which day?"))
    supervised = forms.TypedChoiceField(
        label=_("Was a therapist there?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
        coerce=lambda answer: answer == "yes",
        empty_value=None,
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        typed = given.pop("other_minutes", None)
        given["minutes"] = typed or given.get("minutes")
        if given["minutes"] is None and not {"minutes", "other_minutes"} & self.errors.keys():
            self.add_error("minutes", _("Choose or type the minutes."))
        return given
