from treatments.models.aid_period import AidPeriod
from treatments.models.exercise import ExerciseEntry
from treatments.models.medicine import Medicine
from treatments.models.side_effect import SideEffect

__all__ = ["AidPeriod", "ExerciseEntry", "Medicine", "SideEffect"]
