"""The closed vocabularies of symptoms: what is asked, how it is answered, and where it is felt."""

from enum import StrEnum


class SymptomCode(StrEnum):
    """One question of the catalogue. A code is never used again for another question."""

    WEAKNESS_LEG_L = "weakness_leg_l"
    WEAKNESS_LEG_R = "weakness_leg_r"
    WEAKNESS_ARM_L = "weakness_arm_l"
    WEAKNESS_ARM_R = "weakness_arm_r"
    FOOT_DROP_L = "foot_drop_l"
    FOOT_DROP_R = "foot_drop_r"
    SPASTICITY_STIFFNESS = "spasticity_stiffness"
    SPASM_FREQUENCY = "spasm_frequency"
    PAIN = "pain"
    COORDINATION = "coordination"
    VISION_BLUR = "vision_blur"
    DOUBLE_VISION = "double_vision"
    VERTIGO_DIZZINESS = "vertigo_dizziness"
    VERTIGO_SPINNING = "vertigo_spinning"
    VERTIGO_ON_STANDING = "vertigo_on_standing"
    NUMBNESS = "numbness"
    FATIGUE = "fatigue"
    COGNITION_FOCUS = "cognition_focus"
    FEAR_OF_FALLING = "fear_of_falling"
    BLADDER_URGENCY = "bladder_urgency"
    NOCTURIA_COUNT = "nocturia_count"
    LEAKAGE = "leakage"
    SLEEP_QUALITY = "sleep_quality"
    DROWSY_OR_WEAKER_AFTER_MEDICINE = "drowsy_or_weaker_after_medicine"


class Group(StrEnum):
    """Where it stands on the page where people choose."""

    STRENGTH = "strength"
    STIFFNESS = "stiffness"
    BALANCE = "balance"
    SENSES = "senses"
    ENERGY = "energy"
    BLADDER = "bladder"
    MEDICINE = "medicine"


class Scale(StrEnum):
    """How an answer is given."""

    NRS = "nrs"  # 0 to 10, with words at the ends
    STEPS = "steps"  # from 0, each with words of its own
    COUNT = "count"  # how often; ten stands for more, too
    YES_NO = "yes_no"  # 1 or 0


class Recall(StrEnum):
    """What time the question is about."""

    TODAY = "today"
    LAST_24_HOURS = "last_24_hours"
    LAST_NIGHT = "last_night"
    LAST_WEEK = "last_week"


class NumbArea(StrEnum):
    FEET = "feet"
    LEGS = "legs"
    HANDS = "hands"
    TRUNK = "trunk"
    FACE = "face"
    SADDLE = "saddle"


class PainSite(StrEnum):
    HEAD = "head"
    NECK = "neck"
    BACK = "back"
    ARMS = "arms"
    HANDS = "hands"
    TRUNK = "trunk"
    LEGS = "legs"
    FEET = "feet"
