"""The words of the weekly look at skin and joints."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from symptoms.domain.weekly import Advice, Joint, Side, Skin, StiffJoint, WeeklyTold

JOINTS: Mapping[tuple[Joint, Side], Promise] = {
    (Joint.HEEL, Side.LEFT): _("Left heel"),
    (Joint.HEEL, Side.RIGHT): _("Right heel"),
    (Joint.KNEE, Side.LEFT): _("Left knee"),
    (Joint.KNEE, Side.RIGHT): _("Right knee"),
    (Joint.HIP, Side.LEFT): _("Left hip"),
    (Joint.HIP, Side.RIGHT): _("Right hip"),
    (Joint.ELBOW, Side.LEFT): _("Left elbow"),
    (Joint.ELBOW, Side.RIGHT): _("Right elbow"),
    (Joint.FINGERS, Side.LEFT): _("Fingers, left hand"),
    (Joint.FINGERS, Side.RIGHT): _("Fingers, right hand"),
}
SKIN: Mapping[Skin, Promise] = {
    Skin.NONE: _("Nothing new"),
    Skin.RED_FADES: _("A red mark that fades"),
    Skin.RED_STAYS: _("A red or dark mark, there after 30 minutes"),
    Skin.OPEN: _("Broken skin or a sore"),
    Skin.DISCHARGE: _("A sore that weeps or smells"),
    Skin.FEVER_WITH_SORE: _("A sore, and fever"),
}
# A clinician signs these off before real use (docs/safety-texts.md).
ADVICE: Mapping[Advice, Promise] = {
    Advice.NOTHING: _("Nothing to do now. Look again next week."),
    Advice.CONTACT_TEAM: _("Contact your MS team, doctor or nurse today. Tell them what you saw."),
    Advice.EMERGENCY: _(
        "Call your emergency number now, or ask someone to. New loss of feeling between the legs, or "
        "sudden loss of bladder or bowel control, needs checking at once."
    ),
}
ADVICE_SHORT: Mapping[Advice, Promise] = {
    Advice.NOTHING: _("Nothing to do"),
    Advice.CONTACT_TEAM: _("Contact your team"),
    Advice.EMERGENCY: _("Emergency"),
}


def facts_of(told: WeeklyTold) -> list[tuple[str, str]]:
    """What was told, in words; what was not asked says so."""
    unsaid = _now("Not answered")
    joints = unsaid if told.joints is None else ", ".join(map(_joint_words, told.joints)) or _now("None")
    return [
        (_now("New loss of feeling between the legs"), _yes_or_no(told.new_saddle_numbness, unsaid)),
        (_now("Sudden loss of bladder or bowel control"), _yes_or_no(told.new_bladder_or_bowel_loss, unsaid)),
        (_now("Skin"), str(SKIN[told.skin]) if told.skin else unsaid),
        (_now("Joints that do not straighten as before"), joints),
    ]


def _joint_words(one: StiffJoint) -> str:
    name = str(JOINTS[one.joint, one.side])
    if one.weeks is None:
        return name
    weeks = ngettext("%(weeks)s week", "%(weeks)s weeks", one.weeks) % {"weeks": one.weeks}
    return f"{name} ({weeks})"


def _yes_or_no(value: bool | None, unsaid: str) -> str:  # noqa: FBT001 - a value, not a switch
    if value is None:
        return unsaid
    return _now("Yes") if value else _now("No")
