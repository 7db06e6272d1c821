"""How somebody wants the weekly email."""

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from frontend.forms.fields import TimeZone
from reminders.domain.digest_times import HOURS_OPEN, LATEST_HOUR
from reminders.models import DigestChoice


def _hours() -> list[tuple[int, str]]:
    words = _now("Between %(from)d:00 and %(to)d:00")
    return [(hour, words % {"from": hour, "to": hour + HOURS_OPEN}) for hour in range(LATEST_HOUR + 1)]


class DigestForm(forms.Form):
    is_on = forms.BooleanField(label=_("Send me the weekly email"), required=False)
    weekday = forms.TypedChoiceField(
        label=_("Day"),
        coerce=int,
        choices=[(number + 1, words) for number, words in WEEKDAYS.items()],
        error_messages={"invalid_choice": _("Choose a day from the list.")},
    )
    hour = forms.TypedChoiceField(
        label=_("Time"),
        coerce=int,
        choices=_hours,
        error_messages={"invalid_choice": _("Choose a time from the list.")},
    )
    time_zone = TimeZone(blank=True, label=_("Time zone"))
    only_news = forms.BooleanField(
        label=_("Only when there is something to say"),
        required=False,
        help_text=_("Weeks in which nothing happened and nothing is open can be left out."),
    )

    def __init__(self, sent: QueryDict | None, *, choice: DigestChoice) -> None:
        names = ("is_on", "weekday", "hour", "time_zone", "only_news")
        initial = {name: getattr(choice, name) for name in names}
        if choice.time_zone == settings.DEFAULT_PATIENT_TIME_ZONE:
            initial["time_zone"] = ""  # nobody chose it: the phone may fill in its own
        super().__init__(sent, initial=initial)
        if choice.account.is_patient:
            del self.fields["time_zone"]
