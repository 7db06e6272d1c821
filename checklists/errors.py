"""What a change of a walk or a hazard may be answered with instead of being done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checklists.models import Answer, Assessment


class ChangedMeanwhile(Exception):
    """Somebody else has changed what this decision is about. Carries what stands there now."""

    code = "changed_meanwhile"

    def __init__(self, assessment: Assessment, answer: Answer | None = None) -> None:
        super().__init__(self.code)
        self.assessment = assessment
        self.answer = answer


class NoSuchWalk(Exception):
    """An id that stands for no walk of this patient."""

    code = "unknown_assessment"
