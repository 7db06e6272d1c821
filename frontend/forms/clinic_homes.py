"""What a clinic changes about the home-safety checklist, and the advice it gives often."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checklists.domain.catalogue import LONGEST_TEXT, Item
from checklists.domain.vocabulary import Room
from frontend.forms.fields import OneLine
from frontend.forms.homes import Note
from frontend.home_words import EFFORTS, ROOMS, WEIGHTS

OFF = "off"
NEEDED = {"required": _("This needs some words.")}


class ChoicesForm(forms.Form):
    """One choice for each item: a weight, or not to ask it."""

    def __init__(self, *args: Any, items: list[Item], chosen: dict[str, str], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            weights = [(str(weight), self._words(weight, item)) for weight in WEIGHTS]
            self.fields[item.code] = forms.ChoiceField(
                label=item.text,
                choices=[*weights, (OFF, _("Do not ask this"))],
                initial=chosen.get(item.code, str(item.weight)),
                error_messages={"required": _("Choose one of these.")},
            )

    @staticmethod
    def _words(weight: int, item: Item) -> str:
        usual = _("as written") if weight == item.weight else ""
        return f"{WEIGHTS[weight]} ({usual})" if usual else str(WEIGHTS[weight])

    @property
    def off(self) -> list[str]:
        return [item.code for item in self.items if self.cleaned_data[item.code] == OFF]

    @property
    def weights(self) -> dict[str, int]:
        """Those that differ from what is written."""
        chosen = {item.code: self.cleaned_data[item.code] for item in self.items}
        return {
            item.code: int(chosen[item.code])
            for item in self.items
            if chosen[item.code] not in (OFF, str(item.weight))
        }


class OwnItemForm(forms.Form):
    room = forms.ChoiceField(label=_("Room"), choices=[(str(room), ROOMS[room]) for room in Room])
    text = OneLine(
        label=_("What to look at"),
        limit=LONGEST_TEXT,
        help_text=_("In the first person, and true where all is well."),
        error_messages=NEEDED,
    )
    why = OneLine(label=_("Why it matters"), limit=LONGEST_TEXT, error_messages=NEEDED)
    fix = OneLine(label=_("What may help"), limit=LONGEST_TEXT, error_messages=NEEDED)
    weight = forms.TypedChoiceField(label=_("How soon?"), coerce=int, choices=list(WEIGHTS.items()))
    effort = forms.ChoiceField(
        label=_("What does it take?"), choices=[(str(effort), words) for effort, words in EFFORTS.items()]
    )


class SnippetForm(forms.Form):
    code = forms.ChoiceField(label=_("For"), required=False)
    text = Note(label=_("Advice"), error_messages={"required": _("Write what you advise.")})

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        field: Any = self.fields["code"]  # declared as one with choices
        field.choices = [("", _("Every question")), *items]
