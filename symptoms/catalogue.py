"""What can be followed from day to day: one catalogue of words, scales and codes for all pages, phones and exports.

The words are our own. Scales and recall are those of the evidence: numeric ratings from 0 to 10 (pain: LOINC
72514-3; spasticity: Farrar 2008), spasms by frequency, the rest in steps, counts or yes and no.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Scale(StrEnum):
    """How an answer is given."""

    NRS = "nrs"
    STEPS = "steps"
    COUNT = "count"
    YES_NO = "yes_no"


class Group(StrEnum):
    """Where it stands on the page where people choose."""

    STRENGTH = "strength"
    STIFFNESS = "stiffness"
    BALANCE = "balance"
    SENSES = "senses"
    ENERGY = "energy"
    BLADDER = "bladder"
    MEDICINE = "medicine"


@dataclass(frozen=True, slots=True)
class Symptom:
    """`words` name values: the two ends of a rating, or every step."""

    code: str
    group: Group
    name: "_StrPromise"
    question: "_StrPromise"
    words: "Sequence[_StrPromise]"
    scale: Scale = Scale.NRS
    # New and sudden it is a reason to call for help (domain.md 5).
    sudden: bool = False
    has_areas: bool = False
    snomed: str = ""
    loinc: str = ""

    @property
    def most(self) -> int:
        if self.scale is Scale.YES_NO:
            return 1
        return len(self.words) - 1 if self.scale is Scale.STEPS else 10


GROUPS: "Mapping[Group, _StrPromise]" = {
    Group.ENERGY: _("Energy, sleep and mind"),
    Group.STRENGTH: _("Strength"),
    Group.STIFFNESS: _("Stiffness and pain"),
    Group.BALANCE: _("Balance"),
    Group.SENSES: _("Sight and feeling"),
    Group.BLADDER: _("Bladder"),
    Group.MEDICINE: _("Medicine"),
}
_WORST = _("the worst I can imagine")
_STRONG = (_("as strong as ever"), _("cannot move it at all"))
_TOES = (_("Not at all"), _("The toes catch now and then"), _("The toes catch often"), _("All the time"))
_YES_NO = (_("No"), _("Yes"))

ALL: tuple[Symptom, ...] = (
    Symptom("fatigue", Group.ENERGY, _("Tiredness"), _("How tired are you today?"),
            (_("not tired"), _WORST), snomed="84229001"),
    Symptom("sleep_quality", Group.ENERGY, _("Sleep"), _("How badly did you sleep last night?"),
            (_("slept well"), _("did not sleep at all"))),
    Symptom("cognition_focus", Group.ENERGY, _("Concentration"), _("How hard is it to concentrate today?"),
            (_("not hard"), _("cannot concentrate at all"))),
    Symptom("fear_of_falling", Group.ENERGY, _("Fear of falling"), _("How afraid of falling were you this week?"),
            (_("not afraid"), _("as afraid as I can imagine"))),
    Symptom("weakness_leg_l", Group.STRENGTH, _("Weak left leg"), _("How weak is your left leg today?"), _STRONG,
            snomed="26544005"),
    Symptom("weakness_leg_r", Group.STRENGTH, _("Weak right leg"), _("How weak is your right leg today?"), _STRONG,
            snomed="26544005"),
    Symptom("weakness_arm_l", Group.STRENGTH, _("Weak left arm"), _("How weak is your left arm today?"), _STRONG,
            snomed="26544005"),
    Symptom("weakness_arm_r", Group.STRENGTH, _("Weak right arm"), _("How weak is your right arm today?"), _STRONG,
            snomed="26544005"),
    Symptom("foot_drop_l", Group.STRENGTH, _("Left foot drags"), _("Does your left foot drag today?"), _TOES,
            Scale.STEPS, snomed="6077001"),
    Symptom("foot_drop_r", Group.STRENGTH, _("Right foot drags"), _("Does your right foot drag today?"), _TOES,
            Scale.STEPS, snomed="6077001"),
    Symptom("spasticity_stiffness", Group.STIFFNESS, _("Stiffness"),
            _("How stiff were you in the last 24 hours?"), (_("not stiff"), _WORST), snomed="221360009"),
    Symptom("spasm_frequency", Group.STIFFNESS, _("Spasms"), _("How often did you have spasms today?"),
            (_("None"), _("Only when something sets them off"), _("Now and then"), _("Several times an hour"),
             _("More than ten times an hour")), Scale.STEPS),
    Symptom("pain", Group.STIFFNESS, _("Pain"), _("How bad was your pain in the last 24 hours?"),
            (_("no pain"), _WORST), has_areas=True, snomed="22253000", loinc="72514-3"),
    Symptom("coordination", Group.BALANCE, _("Unsteadiness"), _("How unsteady or clumsy are you today?"),
            (_("steady"), _WORST), snomed="20262006"),
    Symptom("vertigo_dizziness", Group.BALANCE, _("Dizziness"), _("How dizzy are you today?"),
            (_("not dizzy"), _WORST), snomed="404640003"),
    Symptom("vertigo_spinning", Group.BALANCE, _("Spinning"), _("Did things spin around you today?"), _YES_NO,
            Scale.YES_NO, snomed="399153001"),
    Symptom("vertigo_on_standing", Group.BALANCE, _("Dizzy on standing up"),
            _("Were you dizzy when you stood up today?"), _YES_NO, Scale.YES_NO),
    Symptom("vision_blur", Group.SENSES, _("Blurred sight"), _("How blurred is your sight today?"),
            (_("clear"), _("can hardly see")), sudden=True, snomed="111516008"),
    Symptom("double_vision", Group.SENSES, _("Seeing double"), _("Do you see double today?"), _YES_NO,
            Scale.YES_NO, sudden=True),
    Symptom("numbness", Group.SENSES, _("Numbness"), _("How numb were you in the last 24 hours?"),
            (_("not numb"), _("no feeling at all")), has_areas=True, snomed="44077006"),
    Symptom("bladder_urgency", Group.BLADDER, _("Urgent bladder"), _("Did you have to hurry to the toilet today?"),
            (_("No"), _("Now and then"), _("Often"), _("Nearly every time")), Scale.STEPS),
    Symptom("nocturia_count", Group.BLADDER, _("Toilet at night"),
            _("How many times did you go to the toilet last night?"), (_("none"), _("ten or more")), Scale.COUNT),
    Symptom("leakage", Group.BLADDER, _("Leakage"), _("Did you leak urine today?"), _YES_NO, Scale.YES_NO),
    Symptom("drowsy_or_weaker_after_medicine", Group.MEDICINE, _("After medicine"),
            _("How drowsy or weak were you after a medicine today?"), (_("not at all"), _WORST)),
)  # fmt: skip
SYMPTOMS: Mapping[str, Symptom] = {one.code: one for one in ALL}
# Those that people with MS name most often; nobody has to follow any.
SUGGESTED = ("fatigue", "coordination", "spasticity_stiffness")
AREAS: "Mapping[str, Mapping[str, _StrPromise]]" = {
    "numbness": {
        "feet": _("Feet"), "legs": _("Legs"), "hands": _("Hands"), "trunk": _("Chest, belly or back"),
        "face": _("Face"), "saddle": _("Between the legs"),
    },
    "pain": {
        "head": _("Head or face"), "neck": _("Neck"), "back": _("Back"), "arms": _("Arms"), "hands": _("Hands"),
        "trunk": _("Chest or belly"), "legs": _("Legs"), "feet": _("Feet"),
    },
}  # fmt: skip
