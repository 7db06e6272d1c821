"""The words of medicines and exercise, as they stand in tables and JSON."""

from enum import StrEnum


class MedicineClass(StrEnum):
    """What kind of medicine it is. No dose: the app says nothing about how much to take."""

    BACLOFEN = "baclofen"
    TIZANIDINE = "tizanidine"
    BACLOFEN_PUMP = "baclofen_pump"
    BENZODIAZEPINE = "benzodiazepine"
    GABAPENTINOID = "gabapentinoid"
    BOTULINUM_TOXIN = "botulinum_toxin"
    CANNABINOID = "cannabinoid"
    ANTIDEPRESSANT = "antidepressant"
    OPIOID = "opioid"
    BLADDER = "bladder"
    FAMPRIDINE = "fampridine"
    WAKEFULNESS = "wakefulness"
    BLOOD_PRESSURE = "blood_pressure"
    SEDATIVE = "sedative"
    STEROID_COURSE = "steroid_course"
    BLOOD_THINNER = "blood_thinner"
    OTHER = "other"


# To stop one of these at once is dangerous (docs/domain.md 6; MS Trust warns of it).
NOT_STOPPED_SUDDENLY = frozenset(
    {
        MedicineClass.BACLOFEN,
        MedicineClass.TIZANIDINE,
        MedicineClass.BACLOFEN_PUMP,
        MedicineClass.BENZODIAZEPINE,
    }
)


class ExerciseKind(StrEnum):
    STRETCH = "stretch"
    STRENGTH = "strength"
    BALANCE = "balance"
    AEROBIC = "aerobic"
    PHYSIO_PRESCRIBED = "physio_prescribed"
