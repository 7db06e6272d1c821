"""The words for every value that an entry may carry, and for what can be wrong with one."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import FieldError
from logs.domain import vocabulary as v

LABELS: Mapping[type[StrEnum], Mapping[StrEnum, Promise]] = {
    v.Kind: {v.Kind.FALL: _("Fall"), v.Kind.NEAR_FALL: _("Near fall")},
    v.PartOfDay: {
        v.PartOfDay.NIGHT: _("Night"),
        v.PartOfDay.MORNING: _("Morning"),
        v.PartOfDay.AFTERNOON: _("Afternoon"),
        v.PartOfDay.EVENING: _("Evening"),
    },
    v.Place: {
        v.Place.BATHROOM: _("Bathroom"),
        v.Place.TOILET: _("Toilet"),
        v.Place.BEDROOM: _("Bedroom"),
        v.Place.KITCHEN: _("Kitchen"),
        v.Place.LIVING_ROOM: _("Living room"),
        v.Place.HALLWAY: _("Hallway"),
        v.Place.STAIRS: _("Stairs"),
        v.Place.ENTRANCE: _("Front door"),
        v.Place.OTHER_INDOORS: _("Another room"),
        v.Place.GARDEN_OR_DRIVE: _("Garden or drive"),
        v.Place.STREET: _("Street"),
        v.Place.PUBLIC_BUILDING: _("Shop or public building"),
        v.Place.VEHICLE: _("Car, bus or train"),
        v.Place.OTHER_HOME: _("Somebody else’s home"),
        v.Place.ELSEWHERE: _("Somewhere else"),
    },
    v.Activity: {
        v.Activity.WALKING: _("Walking"),
        v.Activity.TURNING: _("Turning round"),
        v.Activity.STANDING_UP: _("Standing up"),
        v.Activity.SITTING_DOWN: _("Sitting down"),
        v.Activity.STANDING_STILL: _("Standing still"),
        v.Activity.STAIRS_UP: _("Going up stairs"),
        v.Activity.STAIRS_DOWN: _("Going down stairs"),
        v.Activity.BED_TRANSFER: _("In or out of bed"),
        v.Activity.TOILET_TRANSFER: _("On or off the toilet"),
        v.Activity.BATH_OR_SHOWER: _("Bath or shower"),
        v.Activity.WHEELCHAIR_TRANSFER: _("In or out of the wheelchair"),
        v.Activity.WHEELCHAIR_MOVING: _("Moving in the wheelchair"),
        v.Activity.DRESSING: _("Getting dressed"),
        v.Activity.REACHING_OR_BENDING: _("Reaching or bending"),
        v.Activity.CARRYING: _("Carrying something"),
        v.Activity.COOKING_OR_CLEANING: _("Cooking or cleaning"),
        v.Activity.WORK: _("Working"),
        v.Activity.EXERCISE: _("Exercising"),
        v.Activity.CAR_TRANSFER: _("In or out of a car"),
        v.Activity.OTHER: _("Something else"),
    },
    v.Mechanism: {
        v.Mechanism.LOST_BALANCE: _("Lost balance"),
        v.Mechanism.LEG_GAVE_WAY: _("A leg gave way"),
        v.Mechanism.FOOT_CAUGHT: _("A foot caught"),
        v.Mechanism.TRIPPED: _("Tripped over something"),
        v.Mechanism.SLIPPED: _("Slipped"),
        v.Mechanism.SPASM: _("A spasm"),
        v.Mechanism.DIZZY: _("Felt dizzy"),
        v.Mechanism.BLACKED_OUT: _("Blacked out"),
        v.Mechanism.SLID_FROM_SEAT: _("Slid off a seat"),
        v.Mechanism.PUSHED_OR_BUMPED: _("Pushed or bumped"),
        v.Mechanism.EQUIPMENT_FAILED: _("An aid or fitting failed"),
        v.Mechanism.UNKNOWN: _("I do not know"),
    },
    v.Symptom: {
        v.Symptom.FATIGUE: _("Very tired"),
        v.Symptom.WEAKNESS: _("Weak legs or arms"),
        v.Symptom.FOOT_DROP: _("Foot dragging"),
        v.Symptom.UNSTEADINESS: _("Unsteady"),
        v.Symptom.STIFFNESS: _("Stiff"),
        v.Symptom.SPASM: _("Spasms"),
        v.Symptom.NUMBNESS: _("Numb"),
        v.Symptom.VERTIGO: _("Spinning or dizzy"),
        v.Symptom.PAIN: _("In pain"),
        v.Symptom.BLURRED_VISION: _("Blurred sight"),
        v.Symptom.DOUBLE_VISION: _("Seeing double"),
        v.Symptom.POOR_FOCUS: _("Could not concentrate"),
    },
    v.Trigger: {
        v.Trigger.HURRY: _("In a hurry"),
        v.Trigger.DISTRACTION: _("Not paying attention"),
        v.Trigger.POOR_SLEEP: _("Slept badly"),
        v.Trigger.HOT_WEATHER: _("Hot weather"),
        v.Trigger.HOT_BATH: _("Hot bath or shower"),
        v.Trigger.EXERTION: _("Just been active"),
        v.Trigger.FULL_BLADDER: _("Needed the toilet"),
        v.Trigger.WET_FLOOR: _("Wet floor"),
        v.Trigger.OBSTACLE: _("Something in the way"),
        v.Trigger.POOR_LIGHT: _("Poor light"),
        v.Trigger.PET: _("A pet"),
        v.Trigger.FEVER: _("Fever"),
        v.Trigger.INFECTION: _("An infection"),
        v.Trigger.URINARY_SYMPTOMS: _("Burning or frequent peeing"),
        v.Trigger.CONSTIPATION: _("Constipated"),
        v.Trigger.SKIN_SORE: _("A sore on the skin"),
        v.Trigger.PAIN: _("Pain somewhere"),
        v.Trigger.TIGHT_CLOTHING: _("Tight clothes"),
        v.Trigger.STRESS: _("Stress"),
        v.Trigger.ALCOHOL: _("Alcohol"),
        v.Trigger.NEW_MEDICINE: _("A new medicine"),
        v.Trigger.MISSED_MEDICINE: _("Missed a medicine"),
        v.Trigger.RELAPSE: _("A relapse"),
    },
    v.Aid: {
        v.Aid.NONE: _("No aid"),
        v.Aid.CANE: _("Walking stick"),
        v.Aid.CRUTCHES: _("Crutches"),
        v.Aid.WALKER: _("Walking frame"),
        v.Aid.ROLLATOR: _("Rollator"),
        v.Aid.ANKLE_FOOT_ORTHOSIS: _("Ankle splint"),
        v.Aid.FUNCTIONAL_ELECTRICAL_STIMULATION: _("Electric foot lifter"),
        v.Aid.MANUAL_WHEELCHAIR: _("Wheelchair"),
        v.Aid.POWER_WHEELCHAIR: _("Power wheelchair"),
        v.Aid.SCOOTER: _("Scooter"),
        v.Aid.FURNITURE: _("Furniture or a wall"),
        v.Aid.PERSON: _("Somebody’s arm"),
    },
    v.Footwear: {
        v.Footwear.SHOES: _("Shoes"),
        v.Footwear.SLIPPERS: _("Slippers"),
        v.Footwear.SOCKS: _("Socks"),
        v.Footwear.BAREFOOT: _("Bare feet"),
        v.Footwear.BRACE_SHOE: _("Shoe with a splint"),
    },
    v.Landing: {
        v.Landing.HANDS: _("Hands"),
        v.Landing.SIDE_OR_HIP: _("Side or hip"),
        v.Landing.BACK: _("Back"),
        v.Landing.FACE_OR_FRONT: _("Face or front"),
        v.Landing.HEAD: _("Head"),
        v.Landing.KNEES: _("Knees"),
        v.Landing.SEAT: _("Bottom"),
    },
    v.YesNoUnsure: {
        v.YesNoUnsure.YES: _("Yes"),
        v.YesNoUnsure.NO: _("No"),
        v.YesNoUnsure.UNSURE: _("Not sure"),
    },
    v.Injury: {
        v.Injury.NONE: _("Not hurt"),
        v.Injury.BRUISE: _("Bruise"),
        v.Injury.CUT: _("Cut or graze"),
        v.Injury.SPRAIN: _("Sprain or strain"),
        v.Injury.BACK_OR_NECK_PAIN: _("Back or neck pain"),
        v.Injury.HIP_PAIN: _("Hip pain"),
        v.Injury.SUSPECTED_FRACTURE: _("Maybe a broken bone"),
        v.Injury.HEAD_INJURY: _("Head injury"),
        v.Injury.OTHER: _("Something else"),
    },
    v.Care: {
        v.Care.NONE: _("None"),
        v.Care.SELF_CARE: _("Looked after it at home"),
        v.Care.PHONE_ADVICE: _("Advice by phone"),
        v.Care.CLINIC: _("Doctor or nurse"),
        v.Care.URGENT_CARE: _("Urgent care or walk-in"),
        v.Care.EMERGENCY_DEPARTMENT: _("Emergency department"),
        v.Care.AMBULANCE: _("Ambulance"),
        v.Care.ADMITTED: _("Stayed in hospital"),
        v.Care.STITCHES: _("Stitches"),
        v.Care.FRACTURE_CONFIRMED: _("A broken bone was found"),
    },
    v.GotUp: {
        v.GotUp.ALONE: _("By myself"),
        v.GotUp.WITH_HELP: _("With help"),
        v.GotUp.COULD_NOT: _("Could not get up"),
    },
    v.MinutesOnFloor: {
        v.MinutesOnFloor.UNDER_1: _("Under a minute"),
        v.MinutesOnFloor.FROM_1_TO_10: _("1 to 10 minutes"),
        v.MinutesOnFloor.FROM_11_TO_60: _("11 to 60 minutes"),
        v.MinutesOnFloor.OVER_60: _("Over an hour"),
    },
    v.ExclusionReason: {
        v.ExclusionReason.HOSPITAL: _("In hospital"),
        v.ExclusionReason.REHABILITATION: _("In a rehabilitation clinic"),
        v.ExclusionReason.OTHER_INPATIENT: _("In other inpatient care"),
    },
    v.DayTag: {
        v.DayTag.RELAPSE: _("Relapse"),
        v.DayTag.INFECTION: _("Infection"),
        v.DayTag.MOSTLY_IN_BED: _("Mostly in bed"),
    },
}

# Codes of the domain's errors -> words. A code without a line here keeps the domain's own (English) words.
ERROR_WORDS: Mapping[str, Promise] = {
    "unknown_time_zone": _("Choose your time zone from the list."),
    "fall_in_future": _("This time has not come yet. Choose a time up to now."),
    "fall_before_1900": _("This date is before 1900. Check the year."),
    "fall_before_birth": _("This date is before the year of birth. Check the year."),
    "too_many_values": _("Too many choices. Keep up to %(limit)s."),
    "none_with_others": _("Choose either none or the ones that apply, not both."),
    "not_for_near_fall": _("This belongs to a fall. In a near fall nobody ends up on the floor."),
    "text_too_long": _("This text is too long. Keep it to %(limit)s characters."),
    "control_character": _("This text has a character that cannot be kept. Type it again without it."),
    "lone_surrogate": _("This text has half of a character. Type it again."),
    "several_lines": _("Keep it to one line."),
    "day_in_future": _("This day has not come yet."),
    "day_has_fall": _("This day has a fall. Withdraw the fall first if it did not happen."),
    "day_before_diary": _("This day is before the diary began, so it has no answer."),
    "beginning_after_joining": _("This is after the day of joining. Choose that day or an earlier one."),
    "beginning_too_early": _("This is more than five years before the day of joining. Check the year."),
    "beginning_before_birth": _("This date is before the year of birth. Check the year."),
    "sweep_too_long": _("Too many days at once. Answer up to 7 days."),
    "tags_too_long": _("Too many days at once. Choose up to 92 days."),
    "sweep_backwards": _("The last day is before the first day."),
    "not_a_subscription": _(
        "This browser sent something that is not understood here. Reload the page, then try again."
    ),
    "push_host_not_allowed": _(
        "Notifications cannot be sent to this browser: its push service is not one that is known here."
    ),
}


def label(value: StrEnum) -> str:
    """The word for one value of a vocabulary."""
    return str(LABELS[type(value)][value])


def choices(
    vocabulary: type[StrEnum], *, first: Iterable[str] = (), leave_out: Collection[str] = ()
) -> list[tuple[str, str]]:
    """Values and words for a form, those in `first` before the others."""
    values = dict.fromkeys([*(vocabulary(value) for value in first), *LABELS[vocabulary]])
    return [(str(value), label(value)) for value in values if value not in leave_out]


def error_words(error: FieldError) -> str:
    return str(ERROR_WORDS.get(error.code, error.words)) % error.params
