from django import forms
from django.utils.translation import gettext_lazy as _

from caseload.domain.weakness import Origin
from frontend.weakness_words import ORIGINS


class WeaknessForm(forms.Form):
    origin = forms.TypedChoiceField(
        label=_("Where does the weakness come from?"),
        widget=forms.RadioSelect,
        choices=[(str(origin), words) for origin, words in ORIGINS.items()],
        coerce=Origin,
        error_messages={"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")},
    )
