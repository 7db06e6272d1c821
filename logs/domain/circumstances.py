"""The values that say where, how and with what it happened."""

from enum import StrEnum


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


class Footwear(StrEnum):
    """What was on the feet."""

    SHOES = "shoes"
    SLIPPERS = "slippers"
    SOCKS = "socks"
    BAREFOOT = "barefoot"
    BRACE_SHOE = "brace_shoe"
