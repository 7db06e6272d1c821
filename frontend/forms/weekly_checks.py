"""The weekly look at skin and joints: a short page, nothing in it required."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.weekly_words import JOINTS, SKIN
from symptoms.domain.weekly import MOST_WEEKS, Joint, Side, Skin, StiffJoint, WeeklyTold

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def yes_or_no(label: "_StrPromise") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        coerce=lambda answer: answer == "yes",
        empty_value=None,
    )


class WeeklyForm(forms.Form):
    new_saddle_numbness = yes_or_no(_("Is there new loss of feeling between your legs?"))
    new_bladder_or_bowel_loss = yes_or_no(_("Have you suddenly lost control of bladder or bowel?"))
    skin = forms.ChoiceField(
        label=_("How is your skin, where you sit and lie?"),
        required=False,
        choices=[(str(skin), words) for skin, words in SKIN.items()],
        widget=forms.RadioSelect,
    )
    joints = forms.MultipleChoiceField(
        label=_("Which joints do not straighten as before?"),
        help_text=_("Leave all empty if there are none."),
        required=False,
        choices=[(f"{joint}_{side}", words) for (joint, side), words in JOINTS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    weeks = forms.IntegerField(
        label=_("For how many weeks?"),
        required=False,
        min_value=0,
        max_value=MOST_WEEKS,
        error_messages={
            name: _("Type weeks from 0 to 520, or leave it empty.")
            for name in ("invalid", "min_value", "max_value")
        },
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("weeks") is not None and given.get("joints") == []:
            self.add_error("joints", _("Choose the joints, too, or leave the weeks empty."))
        return given

    def told(self) -> WeeklyTold:
        """A page that was sent without anything else tells nothing of joints either."""
        given = self.cleaned_data
        named = [one.split("_") for one in given["joints"]]
        joints = tuple(
            StiffJoint(joint=Joint(joint), side=Side(side), weeks=given["weeks"]) for joint, side in named
        )
        other = {name: given[name] for name in ("new_saddle_numbness", "new_bladder_or_bowel_loss")}
        skin = Skin(given["skin"]) if given["skin"] else None
        is_empty = not joints and skin is None and set(other.values()) == {None}
        return WeeklyTold(joints=None if is_empty else joints, skin=skin, **other)
