"""The one catalogue of symptoms: what each question asks, on which scale, about what time, and why so.

The words are our own; no item of an instrument is copied. They are English here and are shown in the
reader's language (symptoms.catalogue). More is always worse, so that all scales read the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from symptoms.domain.vocabulary import Group, NumbArea, PainSite, Recall, Scale, SymptomCode

VERSION = 1  # raised with every change of a question or of the words of a value
NRS_TOP = 10  # eleven steps, as numeric rating scales have
LOINC_PAIN = "72514-3"  # pain severity, 0-10 verbal numeric rating

OWN = "Own wording."
FARRAR = "0-10 for spasticity over 24 hours was validated in MS (Farrar 2008, Clin Ther 30:974)."
PENN = "Five steps after the idea of the Penn spasm frequency scale, in own words."
PAIN_SOURCE = "0-10 numeric rating, LOINC 72514-3."


@dataclass(frozen=True, slots=True)
class Definition:
    """One symptom. `words` name values: the two ends of a rating or count, or every step."""

    code: SymptomCode
    group: Group
    name: str
    question: str
    words: tuple[str, ...]
    scale: Scale = Scale.NRS
    recall: Recall = Recall.TODAY
    source: str = OWN
    loinc: str = ""
    areas: type[StrEnum] | None = None
    # New and sudden it is a reason to call for help (docs/domain.md 5).
    sudden: bool = False

    @property
    def most(self) -> int:
        """The highest value; 0 is always the lowest."""
        return NRS_TOP if self.scale in (Scale.NRS, Scale.COUNT) else len(self.words) - 1


def gettext_noop(text: str) -> str:
    """Marks a text for the translators; the domain itself knows no language."""
    return text


_, C = gettext_noop, SymptomCode

_WORST = _("the worst I can imagine")
_STRONG = (_("as strong as ever"), _("cannot move it at all"))
_TOES = (_("Not at all"), _("The toes catch now and then"), _("The toes catch often"), _("All the time"))
_YES_NO = (_("No"), _("Yes"))

# In the order of the pages.
CATALOGUE: tuple[Definition, ...] = (
    Definition(
        C.FATIGUE, Group.ENERGY, _("Tiredness"), _("How tired are you today?"), (_("not tired"), _WORST)
    ),
    Definition(
        C.SLEEP_QUALITY,
        Group.ENERGY,
        _("Sleep"),
        _("How badly did you sleep last night?"),
        (_("slept well"), _("did not sleep at all")),
        recall=Recall.LAST_NIGHT,
    ),
    Definition(
        C.COGNITION_FOCUS,
        Group.ENERGY,
        _("Concentration"),
        _("How hard is it to concentrate today?"),
        (_("not hard"), _("cannot concentrate at all")),
    ),
    Definition(
        C.FEAR_OF_FALLING,
        Group.ENERGY,
        _("Fear of falling"),
        _("How afraid of falling were you this week?"),
        (_("not afraid"), _("as afraid as I can imagine")),
        recall=Recall.LAST_WEEK,
    ),
    Definition(
        C.WEAKNESS_LEG_L, Group.STRENGTH, _("Weak left leg"), _("How weak is your left leg today?"), _STRONG
    ),
    Definition(
        C.WEAKNESS_LEG_R, Group.STRENGTH, _("Weak right leg"), _("How weak is your right leg today?"), _STRONG
    ),
    Definition(
        C.WEAKNESS_ARM_L, Group.STRENGTH, _("Weak left arm"), _("How weak is your left arm today?"), _STRONG
    ),
    Definition(
        C.WEAKNESS_ARM_R, Group.STRENGTH, _("Weak right arm"), _("How weak is your right arm today?"), _STRONG
    ),
    Definition(
        C.FOOT_DROP_L,
        Group.STRENGTH,
        _("Left foot drags"),
        _("Does your left foot drag today?"),
        _TOES,
        Scale.STEPS,
    ),
    Definition(
        C.FOOT_DROP_R,
        Group.STRENGTH,
        _("Right foot drags"),
        _("Does your right foot drag today?"),
        _TOES,
        Scale.STEPS,
    ),
    Definition(
        C.SPASTICITY_STIFFNESS,
        Group.STIFFNESS,
        _("Stiffness"),
        _("How stiff were you in the last 24 hours?"),
        (_("not stiff"), _WORST),
        source=FARRAR,
        recall=Recall.LAST_24_HOURS,
    ),
    Definition(
        C.SPASM_FREQUENCY,
        Group.STIFFNESS,
        _("Spasms"),
        _("How often did you have spasms today?"),
        (
            _("None"),
            _("Only when something sets them off"),
            _("Now and then"),
            _("Several times an hour"),
            _("More than ten times an hour"),
        ),
        Scale.STEPS,
        source=PENN,
    ),
    Definition(
        C.PAIN,
        Group.STIFFNESS,
        _("Pain"),
        _("How bad was your pain in the last 24 hours?"),
        (_("no pain"), _WORST),
        areas=PainSite,
        loinc=LOINC_PAIN,
        source=PAIN_SOURCE,
        recall=Recall.LAST_24_HOURS,
    ),
    Definition(
        C.COORDINATION,
        Group.BALANCE,
        _("Unsteadiness"),
        _("How unsteady or clumsy are you today?"),
        (_("steady"), _WORST),
    ),
    Definition(
        C.VERTIGO_DIZZINESS,
        Group.BALANCE,
        _("Dizziness"),
        _("How dizzy are you today?"),
        (_("not dizzy"), _WORST),
    ),
    Definition(
        C.VERTIGO_SPINNING,
        Group.BALANCE,
        _("Spinning"),
        _("Did things spin around you today?"),
        _YES_NO,
        Scale.YES_NO,
    ),
    Definition(
        C.VERTIGO_ON_STANDING,
        Group.BALANCE,
        _("Dizzy on standing up"),
        _("Were you dizzy when you stood up today?"),
        _YES_NO,
        Scale.YES_NO,
    ),
    Definition(
        C.VISION_BLUR,
        Group.SENSES,
        _("Blurred sight"),
        _("How blurred is your sight today?"),
        (_("clear"), _("can hardly see")),
        sudden=True,
    ),
    Definition(
        C.DOUBLE_VISION,
        Group.SENSES,
        _("Seeing double"),
        _("Do you see double today?"),
        _YES_NO,
        Scale.YES_NO,
        sudden=True,
    ),
    Definition(
        C.NUMBNESS,
        Group.SENSES,
        _("Numbness"),
        _("How numb were you in the last 24 hours?"),
        (_("not numb"), _("no feeling at all")),
        areas=NumbArea,
        sudden=True,
        recall=Recall.LAST_24_HOURS,
    ),
    Definition(
        C.BLADDER_URGENCY,
        Group.BLADDER,
        _("Urgent bladder"),
        _("Did you have to hurry to the toilet today?"),
        (_("No"), _("Now and then"), _("Often"), _("Nearly every time")),
        Scale.STEPS,
    ),
    Definition(
        C.NOCTURIA_COUNT,
        Group.BLADDER,
        _("Toilet at night"),
        _("How many times did you go to the toilet last night?"),
        (_("none"), _("ten or more")),
        Scale.COUNT,
        recall=Recall.LAST_NIGHT,
    ),
    Definition(C.LEAKAGE, Group.BLADDER, _("Leakage"), _("Did you leak urine today?"), _YES_NO, Scale.YES_NO),
    Definition(
        C.DROWSY_OR_WEAKER_AFTER_MEDICINE,
        Group.MEDICINE,
        _("After medicine"),
        _("How drowsy or weak were you after a medicine today?"),
        (_("not at all"), _WORST),
    ),
)

DEFINITIONS: Mapping[SymptomCode, Definition] = {one.code: one for one in CATALOGUE}
# Those that people with MS name most often; nobody has to follow any.
SUGGESTED = (C.FATIGUE, C.COORDINATION, C.SPASTICITY_STIFFNESS)
