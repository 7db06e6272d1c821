from symptoms.models.entry import SymptomEntry, SymptomVersion
from symptoms.models.pin import SymptomPin
from symptoms.models.weekly_check import WeeklyCheck

__all__ = ("SymptomEntry", "SymptomPin", "SymptomVersion", "WeeklyCheck")
