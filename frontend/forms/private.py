from django import forms
from django.utils.translation import gettext_lazy as _

from frontend import private_texts as texts

YES, NO, RATHER_NOT = "yes", "no", "rather_not"


class PrivateForm(forms.Form):
    """Never filled in: whoever opens the page learns nothing of an earlier answer."""

    answer = forms.ChoiceField(
        label=texts.QUESTION,
        choices=[(YES, _("Yes")), (NO, _("No")), (RATHER_NOT, _("I would rather not say"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an answer, or leave the page without one."),
            "invalid_choice": _("Choose one of the three."),
        },
    )
    for_therapist = forms.BooleanField(label=texts.TICK, required=False)
