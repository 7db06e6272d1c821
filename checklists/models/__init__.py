from checklists.models.checklist import Checklist, ChecklistItem

__all__ = ("Checklist", "ChecklistItem")
