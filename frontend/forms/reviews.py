"""What a therapist decides about an answer, and what they advise about a hazard."""

from django import forms
from django.utils.translation import gettext_lazy as _

from checklists.domain.vocabulary import Doer, Effort, Verdict
from checklists.services.hazards import REASON_LIMIT
from frontend.forms.fields import OneLine
from frontend.forms.homes import DayField, Note
from frontend.home_words import DOERS, EFFORTS, WEIGHTS

ONE_OF_THESE = {"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")}


class VerdictForm(forms.Form):
    """`revision` is of the answer that the page showed. No verdict takes the last one back."""

    verdict = forms.ChoiceField(choices=[("", ""), *((one, one) for one in Verdict)], required=False)
    question = Note(label=_("What would you like to know?"), required=False, rows=3)
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class SeenForm(forms.Form):
    """The version of the walk that the page showed."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class AdviceForm(forms.Form):
    text = Note(label=_("What do you advise?"), error_messages={"required": _("Write what you advise.")})
    doer = forms.ChoiceField(
        label=_("Who will do it?"),
        widget=forms.RadioSelect,
        choices=[(str(doer), words) for doer, words in DOERS.items()],
        initial=Doer.PATIENT,
        error_messages=ONE_OF_THESE,
    )
    effort = forms.ChoiceField(
        label=_("What does it take?"),
        widget=forms.RadioSelect,
        choices=[(str(effort), words) for effort, words in EFFORTS.items()],
        initial=Effort.SAME_DAY,
        error_messages=ONE_OF_THESE,
    )
    due_on = DayField(label=_("By which day?"), required=False)


class WeightForm(forms.Form):
    weight = forms.TypedChoiceField(
        label=_("How soon?"),
        widget=forms.RadioSelect,
        coerce=int,
        choices=[(weight, words) for weight, words in WEIGHTS.items()],
        error_messages=ONE_OF_THESE,
    )
    reason = OneLine(label=_("Why?"), limit=REASON_LIMIT, error_messages={"required": _("Write why.")})
