from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.words import LABELS, choices
from logs.domain.vocabulary import DayAnswer, DayTag, ExclusionReason


class DayAnswerForm(forms.Form):
    """What somebody says about one day."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[(answer, answer) for answer in DayAnswer],
        error_messages={"required": _("Choose an answer for this day.")},
        widget=forms.HiddenInput,
    )
    reason = forms.ChoiceField(
        label=_("Where were you?"),
        choices=choices(ExclusionReason),
        required=False,
        widget=forms.RadioSelect,
    )
    tags = forms.MultipleChoiceField(
        label=_("What marked this day?"),
        choices=[(str(tag), word) for tag, word in LABELS[DayTag].items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    asks_tags = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("answer") == DayAnswer.EXCLUDED:
            if not given.get("reason") and "reason" not in self.errors:
                self.add_error("reason", _("Choose where the day was spent."))
        else:
            given["reason"] = ""
        return given
