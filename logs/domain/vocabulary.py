"""The closed vocabularies: every value that an entry, a day or a rate may carry."""

from enum import StrEnum


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


class Place(StrEnum):
    """Where it happened."""

    ENTRANCE = "entrance"
    HALLWAY = "hallway"
    STAIRS = "stairs"
    LIVING_ROOM = "living_room"
    BEDROOM = "bedroom"
    BATHROOM = "bathroom"
    TOILET = "toilet"
    KITCHEN = "kitchen"
    OTHER_INDOORS = "other_indoors"
    GARDEN_OR_DRIVE = "garden_or_drive"
    STREET = "street"
    PUBLIC_BUILDING = "public_building"
    VEHICLE = "vehicle"
    OTHER_HOME = "other_home"
    ELSEWHERE = "elsewhere"


# Inside the patient's own home: the falls that stand beside its hazards.
INDOOR_PLACES: frozenset[Place] = frozenset(
    {
        Place.ENTRANCE,
        Place.HALLWAY,
        Place.STAIRS,
        Place.LIVING_ROOM,
        Place.BEDROOM,
        Place.BATHROOM,
        Place.TOILET,
        Place.KITCHEN,
        Place.OTHER_INDOORS,
    }
)


class Activity(StrEnum):
    """What the person was doing."""

    WALKING = "walking"
    TURNING = "turning"
    STANDING_UP = "standing_up"
    SITTING_DOWN = "sitting_down"
    STANDING_STILL = "standing_still"
    STAIRS_UP = "stairs_up"
    STAIRS_DOWN = "stairs_down"
    BED_TRANSFER = "bed_transfer"
    TOILET_TRANSFER = "toilet_transfer"
    BATH_OR_SHOWER = "bath_or_shower"
    WHEELCHAIR_TRANSFER = "wheelchair_transfer"
    WHEELCHAIR_MOVING = "wheelchair_moving"
    DRESSING = "dressing"
    REACHING_OR_BENDING = "reaching_or_bending"
    CARRYING = "carrying"
    COOKING_OR_CLEANING = "cooking_or_cleaning"
    WORK = "work"
    EXERCISE = "exercise"
    CAR_TRANSFER = "car_transfer"
    OTHER = "other"


class Mechanism(StrEnum):
    """How it came about."""

    SLIPPED = "slipped"
    TRIPPED = "tripped"
    LEG_GAVE_WAY = "leg_gave_way"
    FOOT_CAUGHT = "foot_caught"
    SPASM = "spasm"
    LOST_BALANCE = "lost_balance"
    DIZZY = "dizzy"
    BLACKED_OUT = "blacked_out"
    PUSHED_OR_BUMPED = "pushed_or_bumped"
    SLID_FROM_SEAT = "slid_from_seat"
    EQUIPMENT_FAILED = "equipment_failed"
    UNKNOWN = "unknown"


class Trigger(StrEnum):
    """What was present on the day or at the event; not a cause."""

    HOT_WEATHER = "hot_weather"
    HOT_BATH = "hot_bath"
    FEVER = "fever"
    EXERTION = "exertion"
    FULL_BLADDER = "full_bladder"
    CONSTIPATION = "constipation"
    INFECTION = "infection"
    URINARY_SYMPTOMS = "urinary_symptoms"
    TIGHT_CLOTHING = "tight_clothing"
    SKIN_SORE = "skin_sore"
    PAIN = "pain"
    POOR_SLEEP = "poor_sleep"
    STRESS = "stress"
    ALCOHOL = "alcohol"
    NEW_MEDICINE = "new_medicine"
    MISSED_MEDICINE = "missed_medicine"
    RELAPSE = "relapse"
    DISTRACTION = "distraction"
    HURRY = "hurry"
    POOR_LIGHT = "poor_light"
    WET_FLOOR = "wet_floor"
    OBSTACLE = "obstacle"
    PET = "pet"


class Symptom(StrEnum):
    """What the person felt at the event."""

    WEAKNESS = "weakness"
    FOOT_DROP = "foot_drop"
    STIFFNESS = "stiffness"
    SPASM = "spasm"
    PAIN = "pain"
    UNSTEADINESS = "unsteadiness"
    BLURRED_VISION = "blurred_vision"
    DOUBLE_VISION = "double_vision"
    VERTIGO = "vertigo"
    NUMBNESS = "numbness"
    FATIGUE = "fatigue"
    POOR_FOCUS = "poor_focus"


class Aid(StrEnum):
    """What the person leaned on, wore or rode."""

    NONE = "none"
    CANE = "cane"
    CRUTCHES = "crutches"
    WALKER = "walker"
    ROLLATOR = "rollator"
    ANKLE_FOOT_ORTHOSIS = "ankle_foot_orthosis"
    FUNCTIONAL_ELECTRICAL_STIMULATION = "functional_electrical_stimulation"
    MANUAL_WHEELCHAIR = "manual_wheelchair"
    POWER_WHEELCHAIR = "power_wheelchair"
    SCOOTER = "scooter"
    FURNITURE = "furniture"
    PERSON = "person"


class Footwear(StrEnum):
    """What was on the feet."""

    SHOES = "shoes"
    SLIPPERS = "slippers"
    SOCKS = "socks"
    BAREFOOT = "barefoot"
    BRACE_SHOE = "brace_shoe"


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


class EntryState(StrEnum):
    """Whether an entry is in view and in the rates."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


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


class Outcome(StrEnum):
    """What became of one operation from a phone."""

    CREATED = "created"
    CHANGED = "changed"
    ALREADY_RECORDED = "already_recorded"
    CONFLICT = "conflict"
    INVALID = "invalid"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


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
