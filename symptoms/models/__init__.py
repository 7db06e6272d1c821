from symptoms.models.entry import SymptomEntry, SymptomVersion
from symptoms.models.pin import SymptomPin

__all__ = ("SymptomEntry", "SymptomPin", "SymptomVersion")
