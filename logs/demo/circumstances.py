"""Where, how and with what an invented fall happened, in the proportions that studies found."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from accounts.domain.vocabulary import WHEELCHAIRS
from logs.demo.chance import happens, one_of, some_of
from logs.demo.people import Person
from logs.domain.vocabulary import (
    Activity,
    Aid,
    Care,
    Footwear,
    GotUp,
    Injury,
    Landing,
    Mechanism,
    MinutesOnFloor,
    Place,
    Symptom,
    Trigger,
    YesNoUnsure,
)

# Three quarters between 6 and 18 o'clock (Nilsagard 2015); the morning is busiest.
HOURS = (1, 1, 1, 1, 2, 2, *(6, 8, 9, 8, 7, 6, 6, 5, 5, 5, 5, 5), 5, 4, 4, 2, 1, 1)
NIGHT = range(6)
OUTSIDE_HOURS = range(8, 20)
# So that about 65 % of all falls are indoors (Nilsagard 2015; kitchen 17 %, bathroom 14 %: Carling 2018).
OUTSIDE = 0.48
INDOORS = {
    Place.KITCHEN: 17, Place.BATHROOM: 14, Place.LIVING_ROOM: 14, Place.BEDROOM: 12, Place.HALLWAY: 9,
    Place.STAIRS: 7, Place.TOILET: 5, Place.ENTRANCE: 5, Place.OTHER_INDOORS: 2,
}  # fmt: skip
AT_NIGHT = {Place.BEDROOM: 45, Place.TOILET: 20, Place.HALLWAY: 20, Place.BATHROOM: 15}
OUTDOORS = {
    Place.STREET: 40, Place.GARDEN_OR_DRIVE: 28, Place.PUBLIC_BUILDING: 18, Place.OTHER_HOME: 6,
    Place.VEHICLE: 4, Place.ELSEWHERE: 4,
}  # fmt: skip
ACTIVITIES: Mapping[Place, Sequence[Activity]] = {
    Place.ENTRANCE: (Activity.WALKING, Activity.CARRYING, Activity.TURNING),
    Place.HALLWAY: (Activity.WALKING, Activity.TURNING, Activity.CARRYING),
    Place.STAIRS: (Activity.STAIRS_DOWN, Activity.STAIRS_UP, Activity.STAIRS_DOWN),
    Place.LIVING_ROOM: (Activity.STANDING_UP, Activity.WALKING, Activity.TURNING, Activity.SITTING_DOWN),
    Place.BEDROOM: (Activity.BED_TRANSFER, Activity.DRESSING, Activity.STANDING_UP, Activity.WALKING),
    Place.BATHROOM: (Activity.BATH_OR_SHOWER, Activity.TURNING, Activity.STANDING_STILL, Activity.DRESSING),
    Place.TOILET: (Activity.TOILET_TRANSFER, Activity.TURNING),
    Place.KITCHEN: (
        Activity.COOKING_OR_CLEANING, Activity.REACHING_OR_BENDING, Activity.TURNING, Activity.CARRYING,
    ),
    Place.OTHER_INDOORS: (Activity.REACHING_OR_BENDING, Activity.CARRYING, Activity.WALKING),
    Place.GARDEN_OR_DRIVE: (Activity.WALKING, Activity.REACHING_OR_BENDING, Activity.CARRYING),
    Place.STREET: (Activity.WALKING, Activity.WALKING, Activity.TURNING, Activity.STANDING_STILL),
    Place.PUBLIC_BUILDING: (Activity.WALKING, Activity.STAIRS_UP, Activity.WORK, Activity.STANDING_UP),
    Place.VEHICLE: (Activity.CAR_TRANSFER, Activity.STANDING_STILL),
    Place.OTHER_HOME: (Activity.WALKING, Activity.STANDING_UP, Activity.SITTING_DOWN),
    Place.ELSEWHERE: (Activity.WALKING, Activity.EXERCISE, Activity.OTHER),
}  # fmt: skip
MECHANISMS = {
    Mechanism.LOST_BALANCE: 28, Mechanism.TRIPPED: 20, Mechanism.LEG_GAVE_WAY: 18, Mechanism.FOOT_CAUGHT: 16,
    Mechanism.SLIPPED: 7, Mechanism.DIZZY: 4, Mechanism.SPASM: 4, Mechanism.UNKNOWN: 3,
}  # fmt: skip
# Distraction in 31 % of falls, fatigue and heat next (Mazumder 2014).
TRIGGERS = {
    Trigger.DISTRACTION: 0.31, Trigger.HURRY: 0.14, Trigger.EXERTION: 0.12, Trigger.HOT_WEATHER: 0.1,
    Trigger.POOR_SLEEP: 0.1, Trigger.OBSTACLE: 0.08, Trigger.STRESS: 0.05, Trigger.PET: 0.03,
}  # fmt: skip
SYMPTOMS = {
    Symptom.FATIGUE: 0.3, Symptom.UNSTEADINESS: 0.28, Symptom.WEAKNESS: 0.22, Symptom.FOOT_DROP: 0.14,
    Symptom.STIFFNESS: 0.12, Symptom.NUMBNESS: 0.08, Symptom.VERTIGO: 0.04, Symptom.POOR_FOCUS: 0.08,
}  # fmt: skip
INJURED = 0.11  # of falls (Gunn 2014)
INJURIES = {
    Injury.BRUISE: 55, Injury.CUT: 14, Injury.SPRAIN: 12, Injury.BACK_OR_NECK_PAIN: 8, Injury.HIP_PAIN: 5,
    Injury.HEAD_INJURY: 4, Injury.SUSPECTED_FRACTURE: 2,
}  # fmt: skip
NOTES: Mapping[Place, str] = {
    Place.KITCHEN: "Turned from the counter with a cup in my hand.",
    Place.BATHROOM: "The mat had moved.",
    Place.BEDROOM: "Got up too quickly.",
    Place.HALLWAY: "My foot caught on the edge of the rug.",
    Place.STAIRS: "Missed the last step.",
    Place.STREET: "Uneven pavement near the bus stop.",
    Place.GARDEN_OR_DRIVE: "The grass was still wet.",
    Place.LIVING_ROOM: "Leg gave way while standing up from the sofa.",
}


def clock(rng: Random) -> tuple[int, int]:
    """Hour and minute at which somebody falls."""
    return rng.choices(range(24), weights=HOURS)[0], rng.randrange(60)


# Any: the fields of a FallEntry have as many types.
def of_near_fall(rng: Random, person: Person, hour: int) -> dict[str, Any]:
    """Most near falls are one tap; some people say where and why."""
    if happens(rng, 0.55):
        return {"landed_on_floor": False}
    told = _surroundings(rng, person, hour)
    return {"landed_on_floor": False, **{name: told[name] for name in ("place", "activity", "mechanisms")}}


def of_fall(rng: Random, person: Person, hour: int) -> dict[str, Any]:
    """What somebody tells about a fall; the later questions are skipped now and then."""
    told = {"landed_on_floor": True, **_surroundings(rng, person, hour), **_harm(rng)}
    if happens(rng, 0.15):
        told["note"] = NOTES.get(told["place"], "")
    if happens(rng, 0.2):
        for skipped in ("triggers", "symptoms", "footwear", "landing", "minutes_on_floor"):
            told[skipped] = None
    return told


def _surroundings(rng: Random, person: Person, hour: int) -> dict[str, Any]:
    place = _place(rng, hour)
    return {
        "place": place,
        "activity": _activity(rng, person, place),
        "mechanisms": (one_of(rng, MECHANISMS),),
        "triggers": _triggers(rng, place, hour),
        "symptoms": some_of(rng, SYMPTOMS),
        **_aids(rng, person),
        "footwear": _footwear(rng, place),
    }


def _place(rng: Random, hour: int) -> Place:
    if hour in OUTSIDE_HOURS and happens(rng, OUTSIDE):
        return one_of(rng, OUTDOORS)
    return one_of(rng, AT_NIGHT if hour in NIGHT else INDOORS)


def _activity(rng: Random, person: Person, place: Place) -> Activity:
    if not WHEELCHAIRS.isdisjoint(person.aids) and happens(rng, 0.6):
        return one_of(rng, {Activity.WHEELCHAIR_TRANSFER: 2, Activity.WHEELCHAIR_MOVING: 1})
    return rng.choice(ACTIVITIES[place])


def _triggers(rng: Random, place: Place, hour: int) -> tuple[Trigger, ...]:
    found = some_of(rng, TRIGGERS)
    if hour in NIGHT:  # on the way to the toilet (Hentzen 2021)
        found += some_of(rng, {Trigger.FULL_BLADDER: 0.5, Trigger.POOR_LIGHT: 0.4})
    if place is Place.BATHROOM:
        found += some_of(rng, {Trigger.WET_FLOOR: 0.35, Trigger.HOT_BATH: 0.15})
    return found


def _aids(rng: Random, person: Person) -> dict[str, Any]:
    """An aid is in use in about half of the falls of those who have one."""
    if not person.aids_at_hand:
        return {"aids_in_use": (Aid.NONE,)}
    in_use = happens(rng, 0.55)
    chosen = Aid(rng.choice(person.aids_at_hand))
    return {"aids_in_use": (chosen if in_use else Aid.NONE,), "aid_left_unused": not in_use}


def _footwear(rng: Random, place: Place) -> Footwear:
    if place in OUTDOORS:
        return Footwear.SHOES
    return one_of(rng, {Footwear.SLIPPERS: 40, Footwear.SOCKS: 25, Footwear.SHOES: 20, Footwear.BAREFOOT: 15})


def _harm(rng: Random) -> dict[str, Any]:
    injuries, care = (Injury.NONE,), (Care.NONE,)
    if happens(rng, INJURED):
        injuries = (one_of(rng, INJURIES),)
        care = (_care(rng, injuries[0]),)
    head = Injury.HEAD_INJURY in injuries or happens(rng, 0.02)
    got_up = one_of(rng, {GotUp.ALONE: 80, GotUp.WITH_HELP: 18, GotUp.COULD_NOT: 2})
    quickly = {MinutesOnFloor.UNDER_1: 60, MinutesOnFloor.FROM_1_TO_10: 40}
    slowly = {MinutesOnFloor.FROM_1_TO_10: 60, MinutesOnFloor.FROM_11_TO_60: 36, MinutesOnFloor.OVER_60: 4}
    landings = (Landing.HANDS, Landing.SIDE_OR_HIP, Landing.SEAT, Landing.KNEES, Landing.BACK)
    return {
        "injuries": injuries,
        "care": care,
        "head_strike": YesNoUnsure.YES if head else YesNoUnsure.NO,
        "blackout": YesNoUnsure.UNSURE if happens(rng, 0.005) else YesNoUnsure.NO,
        "got_up": got_up,
        "minutes_on_floor": one_of(rng, quickly if got_up is GotUp.ALONE else slowly),
        "landing": Landing.HEAD if head else rng.choice(landings),
    }


def _care(rng: Random, injury: Injury) -> Care:
    if injury is Injury.SUSPECTED_FRACTURE:
        return rng.choice((Care.EMERGENCY_DEPARTMENT, Care.FRACTURE_CONFIRMED))
    if injury is Injury.HEAD_INJURY:
        return rng.choice((Care.EMERGENCY_DEPARTMENT, Care.PHONE_ADVICE))
    return one_of(rng, {Care.NONE: 40, Care.SELF_CARE: 45, Care.PHONE_ADVICE: 8, Care.CLINIC: 7})
