"""A question to take along, and the code of a link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.fields import OneLine
from reports.models.question import QUESTION_LIMIT


class QuestionForm(forms.Form):
    text = OneLine(
        label=_("A question to take along"),
        limit=QUESTION_LIMIT,
        error_messages={"required": _("Type your question.")},
    )


class ReportCodeForm(forms.Form):
    code = OneLine(
        label=_("The code"),
        limit=64,
        help_text=_("8 letters and figures. The person who gave you the link has it."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code.")},
    )
