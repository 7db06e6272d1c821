"""Fields that several forms ask for."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import FieldError
from accounts.domain.text import NAME_LIMIT, clean_line
from frontend.forms.errors import as_form_error

Choices = list[tuple[str, str | Promise | list[tuple[str, str]]]]


class OneLine(forms.CharField):
    """A line of text; what it may hold, NUL included, is said in one place for every door."""

    def __init__(self, *, limit: int = NAME_LIMIT, **options: Any) -> None:  # noqa: ANN401 - Django's own
        self.limit = limit
        super().__init__(**options)
        self.validators = []
        self.widget.attrs["maxlength"] = str(limit)

    def clean(self, value: str | None) -> str:
        text: str = super().clean(value)
        try:
            return clean_line(text, field=None, limit=self.limit)
        except FieldError as error:
            raise as_form_error(error, self) from None


class PersonName(OneLine):
    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name"}))
        super().__init__(**options)


class PhoneNumber(forms.CharField):
    """What a phone may dial; the sheet that asks for it says whether it can."""

    default_error_messages = {
        "not_a_phone_number": _(
            "Type a phone number: digits, spaces, +, - and brackets, 3 to 20 characters."
        ),
    }

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        options.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}))
        super().__init__(**options)
        self.validators = []


class TimeZone(forms.ChoiceField):
    """A zone by region and place. Blank stands for the installation's own."""

    default_error_messages = {"invalid_choice": _("Choose your time zone from the list.")}

    def __init__(self, *, blank: bool = False, **options: Any) -> None:  # noqa: ANN401 - Django's own
        self.blank = blank
        super().__init__(required=not blank, choices=zone_choices if not blank else offered_zones, **options)

    def clean(self, value: str) -> str:
        chosen: str = super().clean(value)
        return chosen or settings.DEFAULT_PATIENT_TIME_ZONE


def offered_zones() -> Choices:
    suggested = _now("%(zone)s, unless you choose another") % {
        "zone": place_of(settings.DEFAULT_PATIENT_TIME_ZONE)
    }
    return [("", suggested), *zone_choices()]


@cache
def zone_choices() -> Choices:
    """Every zone that a phone may name, old spellings too, by region."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        region, slash, _place = name.partition("/")
        if slash and region != "Etc":
            regions.setdefault(region, []).append((name, place_of(name)))
    return [*regions.items(), ("UTC", "UTC")]


def place_of(zone: str) -> str:
    return zone.partition("/")[2].replace("_", " ").replace("/", ", ") or zone
