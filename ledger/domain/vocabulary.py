"""Words that entries of several rooms share."""

from enum import StrEnum


class EntryState(StrEnum):
    """Whether an entry is in view and in the rates."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


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
