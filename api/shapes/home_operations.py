"""What a phone's outbox sends of a walk through a home."""

from api.fields import Choice, Flag, Id, Moment, Text
from api.shapes.base import Shape
from checklists.domain.vocabulary import Answer, Walk


class AssessmentFields(Shape):
    entry_id = Id(help_text="Made by the program; the same one is the same walk.")
    checklist = Text(help_text="Id of a version, or the code of a checklist: its newest version.")
    kind = Choice(Walk)
    extra = Flag(required=False, help_text="Ask the extra items, too.")


class AnswerFields(Shape):
    answer = Choice(Answer, allow_null=True, help_text="null takes the answer back, in a draft alone.")
    note = Text(required=False, allow_blank=True, help_text="Without it the note stays as it is.")
    base = Id(
        required=False,
        allow_null=True,
        help_text="The operation of the answer that was known, null for none. Where another one is here, "
        "both are kept until somebody chooses. Without it this answer stands.",
    )


class AssessmentOperation(AssessmentFields):
    type = Choice(["assessment"])
    made_at = Moment(required=False)
    patient = Id(required=False)


class AssessmentAnswerOperation(AnswerFields):
    type = Choice(["assessment_answer"])
    entry_id = Id()
    assessment = Id(help_text="The walk, by the entry_id that began it or by its id.")
    item = Text()
    made_at = Moment(required=False)
    patient = Id(required=False)


class AssessmentSubmissionOperation(Shape):
    type = Choice(["assessment_submission"])
    op_id = Id()
    entry_id = Id(help_text="Of the walk.")
    made_at = Moment(required=False)
    patient = Id(required=False)


HOME_OPERATIONS: dict[str, type[Shape]] = {
    "assessment": AssessmentOperation,
    "assessment_answer": AssessmentAnswerOperation,
    "assessment_submission": AssessmentSubmissionOperation,
}
