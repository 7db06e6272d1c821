from checklists.models.assessment import Answer, Assessment
from checklists.models.checklist import Checklist, ChecklistItem, ClinicChoices
from checklists.models.hazard import Hazard, HazardEvent
from checklists.models.home import Home
from checklists.models.photo import Photo
from checklists.models.recommendation import Recommendation, Snippet

__all__ = (
    "Answer",
    "Assessment",
    "Checklist",
    "ChecklistItem",
    "ClinicChoices",
    "Hazard",
    "HazardEvent",
    "Home",
    "Photo",
    "Recommendation",
    "Snippet",
)
