"""When did it happen? A day and a part of it, or an exact time."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from frontend.forms.questions import UNANSWERED, OneChip, QuestionForm
from frontend.words import choices
from logs.domain.times import at_local, local_date, moment_said, part_of_day
from logs.domain.vocabulary import PartOfDay, Precision
from logs.models import Fall

NOW, TODAY, YESTERDAY, OTHER = "now", "today", "yesterday", "other"
# "Just now" is what the tap meant; later on the same answer needs other words.
JUST_NOW = timedelta(minutes=15)


class WhenForm(QuestionForm):
    slug = "when"
    title = _("When was it?")
    title_about = _("When was it?")
    fields_told = ("occurred_at", "precision")

    # The day on which the screen was shown: "yesterday" keeps its meaning over midnight.
    asked_on = forms.DateField(required=False, widget=forms.HiddenInput)
    when = OneChip(title)
    part = OneChip(_("Which part of the day?"))
    day = forms.DateField(
        label=_("Date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This date does not exist. Check the day and the month.")},
    )
    clock = forms.TimeField(
        label=_("Exact time, if you know it"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("This time does not exist. Write it like 19:30.")},
    )

    def chips(self, name: str, used: Counter[str]) -> list[tuple[Any, Any]]:
        if name == "part":
            found: list[tuple[Any, Any]] = list(choices(PartOfDay))
            return [*found, UNANSWERED] if self.initial["part"] else found
        was_just_now = self.now - self.fall.made_at < JUST_NOW
        return [
            (NOW, _("Just now") if was_just_now else _("When it was logged")),
            (TODAY, _("Earlier today")),
            (YESTERDAY, _("Yesterday")),
            (OTHER, _("Another day")),
        ]

    @classmethod
    def is_answered(cls, fall: Fall) -> bool:
        return fall.occurred_at != fall.made_at

    def answers_of(self, fall: Fall) -> dict[str, Any]:
        local = fall.occurred_at.astimezone(ZoneInfo(fall.time_zone))
        today = local_date(self.now, fall.time_zone)
        shown: dict[str, Any] = {"asked_on": today, "when": None, "part": None, "day": None, "clock": None}
        if fall.occurred_at == fall.made_at:
            # What the tap said is not an answer yet: nothing is chosen until somebody chooses.
            return shown
        shown["when"] = {0: TODAY, 1: YESTERDAY}.get((today - local.date()).days, OTHER)
        if shown["when"] == OTHER:
            shown["day"] = local.date()
        if fall.precision == Precision.PART_OF_DAY:
            shown["part"] = part_of_day(local.time())
        if fall.precision == Precision.EXACT:
            shown["clock"] = local.time().replace(second=0, microsecond=0)
        return shown

    @property
    def shows_clock(self) -> bool:
        """Whether the exact time must be in view: filled in, or wrong."""
        return bool(self["clock"].errors or self["clock"].value())

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        when, day = given.get("when"), given.get("day")
        if when == OTHER and not day and "day" not in self.errors:
            raise ValidationError({"day": ValidationError(_("Enter the date."), code="required")})
        if when in (NOW, TODAY, YESTERDAY) and day and day != self._day_of(when):
            words = _(
                "This is another day than the one you chose above. Choose “Another day”, or clear the date."
            )
            raise ValidationError({"day": ValidationError(words, code="two_days")})
        return given

    def told(self) -> dict[str, object]:
        """Nothing where nothing was said: the tap's own time stays."""
        given = self.cleaned_data
        when, day, clock = given["when"], given["day"], given["clock"]
        if when == NOW and not clock:
            return {"occurred_at": self.fall.made_at, "precision": Precision.EXACT}
        if not when and not day and not clock and not given["part"]:
            return {}
        day = day or self._day_of(when or TODAY)
        return self._moment(day, PartOfDay(given["part"]) if given["part"] else None, clock)

    def changes(self, seen: Mapping[str, object]) -> dict[str, object]:
        """Nothing where nobody touched it: a minute shown is not the second that is stored."""
        touched = {"when", "part", "day", "clock"}.intersection(self.changed_data)
        return super().changes(seen) if touched else {}

    def field_of(self, entry_field: str | None) -> str | None:
        if entry_field not in ("occurred_at", "precision"):
            return None
        given = self.cleaned_data
        return next((name for name in ("clock", "day", "part") if given.get(name)), "when")

    def _moment(self, day: date, part: PartOfDay | None, clock: time | None) -> dict[str, object]:
        zone = self.fall.time_zone
        if clock is not None:
            return {"occurred_at": at_local(day, clock, zone), "precision": Precision.EXACT}
        precision = Precision.PART_OF_DAY if part else Precision.DAY
        return {"occurred_at": moment_said(day, part, zone, now=self.now), "precision": precision}

    def _day_of(self, when: str) -> date:
        today = local_date(self.now, self.fall.time_zone)
        asked_on = self.cleaned_data.get("asked_on")
        if asked_on and abs((today - asked_on).days) <= 1:
            today = asked_on
        return today - timedelta(days=1) if when == YESTERDAY else today
