"""Which reminders somebody wants, and when not."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.forms.homes import DayField
from frontend.forms.profile import reminder_field
from frontend.reminder_words import WAYS
from reminders.domain.kinds import Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_PAUSE = timedelta(days=366)
A_TIME = {"required": _("Type a time like 21:30."), "invalid": _("Type a time like 21:30.")}


def clock(label: "_StrPromise", help_text: "_StrPromise | str" = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=help_text,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=A_TIME,
    )


class RemindersForm(forms.Form):
    """`kinds` are those that the account may be reminded of; `today` is its local day."""

    reminder_time = reminder_field(_("“How was your day?” at"))
    wanted = forms.MultipleChoiceField(
        label=_("Remind me of"), required=False, widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(
        label=_("How?"),
        widget=forms.RadioSelect,
        choices=[(str(way), words) for way, words in WAYS.items()],
        error_messages={"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")},
    )
    quiet_from = clock(
        _("Quiet from"),
        _("What comes then waits until the quiet hours are over. The same time twice means none."),
    )
    quiet_to = clock(_("Quiet until"))
    paused_until = DayField(
        label=_("Pause until"),
        required=False,
        help_text=_("For a holiday or an illness. Reminders begin again on that day."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        kinds: Mapping[Kind, Promise],
        is_patient: bool,
        today: date,
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        wanted: Any = self.fields["wanted"]  # declared as one with choices
        wanted.choices = [(str(kind), words) for kind, words in kinds.items()]
        if is_patient:
            self.fields["quiet_from"].help_text = _(
                "What comes then waits until the quiet hours are over; only “How was your day?” comes at the"
                " hour that you chose for it. The same time twice means none."
            )
            self.fields["paused_until"].help_text = _(
                "For a stay in hospital, a relapse or a holiday. Reminders begin again on that day. Only the"
                " question a day after you hit your head still comes, but not on a day that you mark as in"
                " hospital."
            )
        else:
            del self.fields["reminder_time"]

    def clean_paused_until(self) -> date | None:
        day: date | None = self.cleaned_data["paused_until"]
        if day is not None and not self.today < day <= self.today + LONGEST_PAUSE:
            raise forms.ValidationError(
                _("Choose a day after today and within a year, or leave it empty."), code="not_a_pause"
            )
        return day
