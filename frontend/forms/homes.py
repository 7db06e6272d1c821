"""What people tell about their home: an answer, a photo, what was done, where they live now."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import FieldError
from accounts.domain.text import clean_text
from checklists.domain.vocabulary import Answer, Walk
from checklists.services.hazards import NOTE_LIMIT
from frontend.forms.errors import as_form_error

A_DAY = {"required": _("Choose the day."), "invalid": _("Choose a day of the calendar.")}


class Note(forms.CharField):
    """Some lines of text; what they may hold is said in one place for every door."""

    def __init__(self, *, limit: int = NOTE_LIMIT, rows: int = 4, **options: Any) -> None:  # noqa: ANN401 - Django's
        self.limit = limit
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows, "maxlength": limit}))
        super().__init__(**options)
        self.validators = []

    def clean(self, value: str | None) -> str:
        text: str = super().clean(value)
        try:
            return clean_text(text, field=None, limit=self.limit)
        except FieldError as error:
            raise as_form_error(error, self) from None


class DayField(forms.DateField):
    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        options.setdefault("error_messages", A_DAY)
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**options)


class WalkForm(forms.Form):
    kind = forms.ChoiceField(choices=[(walk, walk) for walk in Walk])
    extra = forms.BooleanField(required=False)


class KnownAnswer(forms.Form):
    """`base` is the operation of the answer that the page showed; None where it showed none."""

    base = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @property
    def known(self) -> UUID | None:
        return self.cleaned_data.get("base")


class AnswerForm(KnownAnswer):
    """One of four buttons."""

    answer = forms.ChoiceField(
        choices=[(answer, answer) for answer in Answer],
        error_messages={"required": _("Choose one of the four answers, or skip it.")},
    )


class DetailsForm(KnownAnswer):
    note = Note(label=_("What should be known about it?"), required=False)


class PhotoForm(forms.Form):
    file = forms.FileField(
        label=_("Photo"),
        allow_empty_file=True,  # what is wrong with it is said in one place
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"required": _("Choose a photo first.")},
    )


class DoneForm(forms.Form):
    on = DayField(label=_("When was it done?"))
    note = Note(label=_("What was done?"), required=False, rows=3)


class NotPossibleForm(forms.Form):
    reason = Note(label=_("Why is it not possible?"), rows=3, error_messages={"required": _("Write why.")})


class MoveForm(forms.Form):
    on = DayField(label=_("Since when do you live there?"))
