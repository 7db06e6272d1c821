"""The closed vocabularies: every value that an entry, a day or a rate may carry."""

from enum import StrEnum

from accounts.domain.vocabulary import Aid
from ledger.domain.vocabulary import EntryState, Trigger
from logs.domain.circumstances import (
    INDOOR_PLACES,
    Activity,
    Footwear,
    Mechanism,
    Place,
    Symptom,
)

# Everybody reads every vocabulary from here.
__all__ = [
    "INDOOR_PLACES",
    "Activity",
    "AgainstPopulation",
    "Aid",
    "Care",
    "DayAnswer",
    "DayState",
    "DayTag",
    "EntryState",
    "ExclusionReason",
    "Footwear",
    "GotUp",
    "Injury",
    "InjuryGrade",
    "Kind",
    "Landing",
    "Mechanism",
    "MinutesOnFloor",
    "PartOfDay",
    "Place",
    "Precision",
    "Symptom",
    "Trigger",
    "WhyNoRate",
    "WhySkipped",
    "WindowKind",
    "YesNoUnsure",
]


class Kind(StrEnum):
    """Whether the person came to rest on the floor (ProFaNE, Lamb 2005)."""

    FALL = "fall"
    NEAR_FALL = "near_fall"


class Precision(StrEnum):
    """How exactly the person knows when it happened."""

    EXACT = "exact"
    PART_OF_DAY = "part_of_day"
    DAY = "day"


class PartOfDay(StrEnum):
    """A quarter of the local day; each begins at 0, 6, 12 and 18 o'clock."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Landing(StrEnum):
    """The part of the body that met the floor first."""

    HANDS = "hands"
    SIDE_OR_HIP = "side_or_hip"
    BACK = "back"
    FACE_OR_FRONT = "face_or_front"
    HEAD = "head"
    KNEES = "knees"
    SEAT = "seat"


class YesNoUnsure(StrEnum):
    """An answer that may stay open."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Injury(StrEnum):
    """What the person hurt; `none` says that they looked and found nothing."""

    NONE = "none"
    BRUISE = "bruise"
    CUT = "cut"
    SPRAIN = "sprain"
    BACK_OR_NECK_PAIN = "back_or_neck_pain"
    HIP_PAIN = "hip_pain"
    SUSPECTED_FRACTURE = "suspected_fracture"
    HEAD_INJURY = "head_injury"
    OTHER = "other"


class Care(StrEnum):
    """The care that followed, and what it found."""

    NONE = "none"
    SELF_CARE = "self_care"
    PHONE_ADVICE = "phone_advice"
    CLINIC = "clinic"
    URGENT_CARE = "urgent_care"
    EMERGENCY_DEPARTMENT = "emergency_department"
    AMBULANCE = "ambulance"
    ADMITTED = "admitted"
    STITCHES = "stitches"
    FRACTURE_CONFIRMED = "fracture_confirmed"


class GotUp(StrEnum):
    """How the person came up from the floor."""

    ALONE = "alone"
    WITH_HELP = "with_help"
    COULD_NOT = "could_not"


class MinutesOnFloor(StrEnum):
    """How long the person lay, in minutes."""

    UNDER_1 = "under_1"
    FROM_1_TO_10 = "1_to_10"
    FROM_11_TO_60 = "11_to_60"
    OVER_60 = "over_60"


class DayAnswer(StrEnum):
    """What somebody says about a whole day."""

    NO_FALLS = "no_falls"
    EXCLUDED = "excluded"


class DayState(StrEnum):
    """What a diary day is known to be; `unknown` is missing, never fall-free."""

    UNKNOWN = "unknown"
    NO_FALLS = "no_falls"
    EVENTS = "events"
    EXCLUDED = "excluded"


class ExclusionReason(StrEnum):
    """The inpatient care that takes a day out of the diary."""

    HOSPITAL = "hospital"
    REHABILITATION = "rehabilitation"
    OTHER_INPATIENT = "other_inpatient"


class DayTag(StrEnum):
    """What marks a day that still counts as an ordinary one."""

    RELAPSE = "relapse"
    INFECTION = "infection"
    MOSTLY_IN_BED = "mostly_in_bed"


class WhySkipped(StrEnum):
    """Why a sweep left a day alone."""

    BEFORE_DIARY = "before_diary"
    DAY_HAS_FALL = "day_has_fall"
    ALREADY_ANSWERED = "already_answered"


class WindowKind(StrEnum):
    """A calendar month, or the 3, 6 or 12 calendar months that end with it."""

    MONTH = "month"
    MONTHS_3 = "3_months"
    MONTHS_6 = "6_months"
    MONTHS_12 = "12_months"


class WhyNoRate(StrEnum):
    """Why a window has counts but no rate."""

    NO_DIARY = "no_diary"
    TOO_FEW_DAYS = "too_few_days"


class AgainstPopulation(StrEnum):
    """What the exact test says about a rate beside the population baseline."""

    ABOVE = "above"
    BELOW = "below"
    NOT_DISTINGUISHABLE = "not_distinguishable"
    NOT_ENOUGH_DIARY = "not_enough_diary"


class InjuryGrade(StrEnum):
    """Harm done by a fall (Schwenk 2012, after Campbell & Robertson)."""

    NONE = "none"
    MODERATE = "moderate"
    SERIOUS = "serious"
