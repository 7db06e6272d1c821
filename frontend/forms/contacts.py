"""What a therapist records about reaching out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from caseload.domain.needs import Reason
from caseload.words import REASONS
from frontend.care_words import person_words
from frontend.forms.fields import OneLine
from frontend.forms.homes import DayField, Note
from frontend.forms.patients import PatientSearch
from frontend.today_page import MORE_TO_SHOW, OUTCOMES


class TodaySearch(PatientSearch):
    reason = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("Everybody")),
            *MORE_TO_SHOW.items(),
            *((str(one), REASONS[one]) for one in Reason),
        ],
    )


class ContactForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        widget=forms.RadioSelect,
        choices=[(str(outcome), words) for outcome, words in OUTCOMES.items()],
        error_messages={"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")},
    )
    plan = Note(label=_("What comes next?"), required=False, rows=3)
    follow_up_on = DayField(label=_("When to look again?"), required=False)
    handed_to = forms.ChoiceField(
        label=_("Hand it to a colleague"),
        required=False,
        error_messages={"invalid_choice": _("Choose somebody of your clinic.")},
    )

    def __init__(self, *args: Any, colleagues: Sequence[User], **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        self.colleagues = {str(one.public_id): one for one in colleagues}
        field: Any = self.fields["handed_to"]  # declared as one with choices
        named = [(key, person_words(one)) for key, one in self.colleagues.items()]
        field.choices = [("", _("Nobody")), *named]
        if not colleagues:
            del self.fields["handed_to"]


class KnownAsForm(forms.Form):
    name = OneLine(label=_("The name by which your clinic knows them"), required=False)
