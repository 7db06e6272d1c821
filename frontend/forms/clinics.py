from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.text import CLINIC_NAME_LIMIT, RESPONSIBLE_LIMIT
from frontend.forms.fields import OneLine


class ClinicForm(forms.Form):
    name = OneLine(
        limit=CLINIC_NAME_LIMIT,
        label=_("Name of the clinic"),
        help_text=_("As your patients know it."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Type the name of the clinic.")},
    )


class ResponsibleForm(forms.Form):
    responsible = OneLine(
        limit=RESPONSIBLE_LIMIT,
        label=_("Who is responsible when a patient says that somebody hurts them"),
        required=False,
        help_text=_("A name and how to reach them. Patients and colleagues read it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
