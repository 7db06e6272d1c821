"""The closed vocabularies of home safety: every value that an item or an answer may carry."""

from enum import StrEnum


class Room(StrEnum):
    """Where an item is looked at, in the order in which somebody walks."""

    ENTRANCE = "entrance"
    HALLWAY_AND_STAIRS = "hallway_and_stairs"
    LIVING_ROOM = "living_room"
    BEDROOM = "bedroom"
    BATHROOM = "bathroom"
    KITCHEN = "kitchen"
    FLOORS = "floors"
    LIGHTING = "lighting"
    FOOTWEAR_AND_AIDS = "footwear_and_aids"
    OUTDOORS = "outdoors"
    GETTING_HELP = "getting_help"


class Answer(StrEnum):
    """OK is always the safe answer, so that no question is asked the wrong way round."""

    OK = "ok"
    NEEDS_WORK = "needs_work"
    NOT_SURE = "not_sure"
    NOT_IN_HOME = "not_in_home"


class Verdict(StrEnum):
    """What a therapist says to an answer."""

    ACCEPTED = "accepted"
    RETURNED = "returned"  # with a question


class ReviewEnd(StrEnum):
    """What becomes of a walk after a therapist has looked at it."""

    SIGN = "sign"
    SEND_BACK = "send_back"


class Doer(StrEnum):
    """Who will do what a therapist advises."""

    PATIENT = "patient"  # or whoever lives with them
    FAMILY = "family"
    THERAPIST = "therapist"
    TRADESPERSON = "tradesperson"
    LANDLORD = "landlord"
    OTHER = "other"


class Effort(StrEnum):
    SAME_DAY = "S"  # and cheap
    MADE_TO_COME = "M"  # a tradesperson, or a small purchase
    BUILDING_WORK = "L"  # or an assessment at home


class Walk(StrEnum):
    """How much of a checklist an assessment asks."""

    QUICK = "quick"
    FULL = "full"


class Walkers(StrEnum):
    """In whose ten-minute walk an item is asked."""

    ALL = "all"
    WALKING = "walking"
    WHEELCHAIR = "wheelchair"


WEIGHTS = {1: "fix when you can", 2: "fix soon", 3: "fix first"}
