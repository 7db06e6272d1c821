"""Inviting somebody, changing what they see, entering a code."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.vocabulary import For, Role, Scope
from accounts.models import Clinic
from frontend.care_words import SCOPE_CHOICES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def scope_chips(label: "_StrPromise") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=[(str(scope), words) for scope, words in SCOPE_CHOICES.items()],
        help_text=_(
            "The diary includes near falls and how many falls a month that makes. "
            "Symptoms are shown beside the falls, photos beside the home, notes beside either."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that this person may see.")},
    )


def end_date() -> forms.DateField:
    return forms.DateField(
        label=_("Last day of access"),
        required=False,
        help_text=_("Leave it empty for no end. You can end it any day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Choose a day from the calendar.")},
    )


# What opens nothing alone: it is shown beside one of these.
SHOWN_BESIDE: Mapping[Scope, tuple[frozenset[Scope], "_StrPromise"]] = {
    Scope.SYMPTOMS: (
        frozenset({Scope.FALLS}),
        _("Symptoms are shown beside the falls: tick those, too."),
    ),
    Scope.PHOTOS: (
        frozenset({Scope.HOME}),
        _("Photos are shown beside the home: tick that, too."),
    ),
    Scope.NOTES: (
        frozenset({Scope.FALLS, Scope.HOME}),
        _("Notes are shown beside the falls and the home: tick one of them, too."),
    ),
}


class Invitation(TypedDict):
    """What an invitation says, as the service takes it."""

    role: Role
    is_for: For
    scopes: frozenset[Scope]
    ends_on: date | None


class ScopesForm(forms.Form):
    """What somebody may see, and until when."""

    scopes = scope_chips(_("What may they see or do?"))
    ends_on = end_date()

    def clean_scopes(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["scopes"]
        ticked = frozenset(Scope(scope) for scope in chosen)
        alone = [
            words
            for scope, (beside, words) in SHOWN_BESIDE.items()
            if scope in ticked and not beside & ticked
        ]
        if alone:
            raise forms.ValidationError(alone)
        return chosen

    @property
    def chosen_scopes(self) -> frozenset[Scope]:
        return frozenset(Scope(scope) for scope in self.cleaned_data["scopes"])

    @property
    def chosen_end(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        return day


class CareLinkForm(ScopesForm):
    """The same of a link that is there, with what it was when the form was filled."""

    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class InvitationForm(ScopesForm):
    """A code for the one person, or the clinic, that it will be read to."""

    WHO = (
        (f"{Role.THERAPIST}-{For.PERSON}", _("One therapist, nurse or doctor")),
        (f"{Role.THERAPIST}-{For.CLINIC}", _("A clinic: everybody who works there")),
        (f"{Role.CAREGIVER}-{For.PERSON}", _("Somebody who helps me")),
    )
    STARTING_SCOPES = {
        Role.THERAPIST: (Scope.FALLS, Scope.SYMPTOMS, Scope.HOME),
        Role.CAREGIVER: (Scope.FALLS, Scope.LOG),
    }

    who = forms.ChoiceField(label=_("Who is it for?"), choices=WHO, widget=forms.HiddenInput)

    field_order = ("who", "scopes", "ends_on")

    @classmethod
    def starting_scopes(cls, who: str) -> tuple[Scope, ...]:
        return cls.STARTING_SCOPES[Role(who.partition("-")[0])]

    def invitation(self) -> Invitation:
        role, _dash, is_for = self.cleaned_data["who"].partition("-")
        return Invitation(
            role=Role(role), is_for=For(is_for), scopes=self.chosen_scopes, ends_on=self.chosen_end
        )


class Code(forms.CharField):
    """A code as it was typed: how long it is and of what is no matter, it opens something or is wrong."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(**options)
        self.validators = []


class CodeForm(forms.Form):
    code = Code(
        label=_("Code"),
        help_text=_("8 letters and digits. Gaps and small letters are fine."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "control-short",
                "maxlength": "64",
            }
        ),
        error_messages={"required": _("Type the code.")},
    )


class CareCodeForm(CodeForm):
    """A patient's code, and for which of the reader's clinics it is where there are several."""

    def __init__(self, *args: Any, clinics: Iterable[Clinic], **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        self.clinics = {str(clinic.public_id): clinic for clinic in clinics}
        if len(self.clinics) > 1:
            self.fields["clinic"] = forms.ChoiceField(
                label=_("For which clinic?"),
                required=False,
                choices=[(key, clinic.name) for key, clinic in self.clinics.items()],
                widget=forms.RadioSelect,
                help_text=_("Only for a code that was given to a clinic."),
            )

    @property
    def chosen_clinic(self) -> Clinic | None:
        """The one that was chosen, or the only one there is."""
        if len(self.clinics) == 1:
            return next(iter(self.clinics.values()))
        return self.clinics.get(self.cleaned_data.get("clinic", ""))
