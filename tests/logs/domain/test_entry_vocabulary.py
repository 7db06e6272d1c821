"""The values that other programs rely on, letter by letter."""

from enum import StrEnum

import pytest

from logs.domain import vocabulary

AGREED = {
    "Kind": "fall near_fall",
    "Precision": "exact part_of_day day",
    "PartOfDay": "night morning afternoon evening",
    "Place": "entrance hallway stairs living_room bedroom bathroom toilet kitchen other_indoors "
    "garden_or_drive street public_building vehicle other_home elsewhere",
    "Activity": "walking turning standing_up sitting_down standing_still stairs_up stairs_down "
    "bed_transfer toilet_transfer bath_or_shower wheelchair_transfer wheelchair_moving dressing "
    "reaching_or_bending carrying cooking_or_cleaning work exercise car_transfer other",
    "Mechanism": "slipped tripped leg_gave_way foot_caught spasm lost_balance dizzy blacked_out "
    "pushed_or_bumped slid_from_seat equipment_failed unknown",
    "Trigger": "hot_weather hot_bath fever exertion full_bladder constipation infection "
    "urinary_symptoms tight_clothing skin_sore pain poor_sleep stress alcohol new_medicine "
    "missed_medicine relapse distraction hurry poor_light wet_floor obstacle pet",
    "Symptom": "weakness foot_drop stiffness spasm pain unsteadiness blurred_vision "
    "double_vision vertigo numbness fatigue poor_focus",
    "Aid": "none cane crutches walker rollator ankle_foot_orthosis "
    "functional_electrical_stimulation manual_wheelchair power_wheelchair scooter furniture "
    "person",
    "Footwear": "shoes slippers socks barefoot brace_shoe",
    "Landing": "hands side_or_hip back face_or_front head knees seat",
    "YesNoUnsure": "yes no unsure",
    "Injury": "none bruise cut sprain back_or_neck_pain hip_pain suspected_fracture head_injury other",
    "Care": "none self_care phone_advice clinic urgent_care emergency_department ambulance "
    "admitted stitches fracture_confirmed",
    "GotUp": "alone with_help could_not",
    "MinutesOnFloor": "under_1 1_to_10 11_to_60 over_60",
    "EntryState": "active withdrawn",
    "DayAnswer": "no_falls excluded",
    "DayState": "unknown no_falls events excluded",
    "ExclusionReason": "hospital rehabilitation other_inpatient",
    "DayTag": "relapse infection mostly_in_bed",
    "WhySkipped": "before_diary day_has_fall already_answered",
    "WindowKind": "month 3_months 6_months 12_months",
    "WhyNoRate": "no_diary too_few_days",
    "AgainstPopulation": "above below not_distinguishable not_enough_diary",
    "InjuryGrade": "none moderate serious",
}


@pytest.mark.parametrize("name", AGREED)
def test_a_phone_and_the_server_use_the_same_values(name: str) -> None:
    assert [value.value for value in getattr(vocabulary, name)] == AGREED[name].split()


def test_no_vocabulary_is_left_out_of_the_agreement() -> None:
    enums = {
        name
        for name, value in vars(vocabulary).items()
        if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
    }
    assert enums == set(AGREED)


def test_a_fall_in_the_garden_or_at_a_friends_is_not_indoors_at_home() -> None:
    outside = {"garden_or_drive", "street", "public_building", "vehicle", "other_home", "elsewhere"}
    assert set(vocabulary.Place) - vocabulary.INDOOR_PLACES == outside
