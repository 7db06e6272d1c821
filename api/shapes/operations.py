"""What a phone's outbox sends: operations, each with its own id, answered one by one."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from api.fields import LARGEST, UUID_PATTERN, Choice, Day, Id, Moment, Number, Text
from api.shapes.base import Shape
from api.shapes.diary import DayAnswerFields, DaySkipped, SweepFields
from api.shapes.errors import ErrorItem
from api.shapes.falls import FallChangeFields, FallShown, NewFallFields
from api.shapes.home_operations import HOME_OPERATIONS
from api.shapes.symptoms import NewSymptomsFields, SymptomChangeFields, SymptomsShown
from ledger.domain.outcomes import Outcome

MOST_AT_ONCE = 50  # operations


class OperationId(Shape):
    op_id = Id(required=False, help_text="Makes a resend the same operation.")
    patient = Id(required=False)
    made_at = Moment(required=False, help_text="When the person tapped; without it, now.")


@extend_schema_field(
    {
        "oneOf": [
            {"type": "integer", "minimum": 1, "maximum": LARGEST},
            {"type": "string", "pattern": UUID_PATTERN},
        ]
    }
)
class Base(serializers.Field[Any, Any, Any, Any]):
    """The last version that a phone knew, or the operation that made it."""

    default_error_messages = {"invalid": "Send the last version or op_id that you knew."}

    def to_internal_value(self, data: object) -> Any:  # noqa: ANN401 - int or UUID
        if isinstance(data, str):
            return Id().run_validation(data)
        return Number().run_validation(data)


class FallOperation(NewFallFields):
    type = Choice(["fall"])
    patient = Id(required=False)


class DiaryDayOperation(DayAnswerFields):
    type = Choice(["diary_day"])
    entry_id = Id()
    date = Day()
    patient = Id(required=False)


class DiarySweepOperation(SweepFields):
    type = Choice(["diary_sweep"])
    patient = Id(required=False)


class ChangeFields(Shape):
    """Of an entry, by the id that its phone gave it."""

    op_id = Id()
    entry_id = Id()
    made_at = Moment(required=False)
    patient = Id(required=False)


class FallChangeOperation(ChangeFields):
    type = Choice(["fall_change"])
    base = Base(help_text="The last version or op_id that this phone knew.")
    set = FallChangeFields()


class FallWithdrawalOperation(ChangeFields):
    type = Choice(["fall_withdrawal"])


class FallRestorationOperation(ChangeFields):
    type = Choice(["fall_restoration"])


class FallCompletionOperation(ChangeFields):
    """The person has answered or skipped all they want to."""

    type = Choice(["fall_completion"])


class AnswerUndoingOperation(ChangeFields):
    """Undo of what one tap answered: each day goes back to what was answered before it."""

    type = Choice(["answer_undoing"])
    entry_id = Id(help_text="Of the diary_day or diary_sweep to take back.")


class SymptomOperation(NewSymptomsFields):
    type = Choice(["symptom"])
    patient = Id(required=False)


class SymptomChangeOperation(ChangeFields):
    type = Choice(["symptom_change"])
    base = Base(help_text="The last version or op_id that this phone knew.")
    set = SymptomChangeFields()


class SymptomWithdrawalOperation(ChangeFields):
    type = Choice(["symptom_withdrawal"])


class SymptomRestorationOperation(ChangeFields):
    type = Choice(["symptom_restoration"])


OPERATIONS: dict[str, type[Shape]] = {
    "fall": FallOperation,
    "diary_day": DiaryDayOperation,
    "diary_sweep": DiarySweepOperation,
    "fall_change": FallChangeOperation,
    "fall_withdrawal": FallWithdrawalOperation,
    "fall_restoration": FallRestorationOperation,
    "fall_completion": FallCompletionOperation,
    "answer_undoing": AnswerUndoingOperation,
    "symptom": SymptomOperation,
    "symptom_change": SymptomChangeOperation,
    "symptom_withdrawal": SymptomWithdrawalOperation,
    "symptom_restoration": SymptomRestorationOperation,
    **HOME_OPERATIONS,
}


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Operation", serializers=dict(OPERATIONS), resource_type_field_name="type"
    )
)
class RawOperation(serializers.Field[Any, Any, Any, Any]):
    """Read one by one later: a bad one does not sink the others."""


class RawOperations(serializers.ListField):
    def run_child_validation(self, data: Any) -> list[Any]:  # noqa: ANN401 - whatever was sent
        return list(data)


class Batch(Shape):
    owner = Id(required=False, help_text="Whose phone this is; required with a session.")
    sent_at = Moment(required=False, help_text="The phone's clock when it sent, which tells how wrong it is.")
    schema = Number(required=False, help_text="The layout of these operations; without it, 1.")
    operations = RawOperations(child=RawOperation(), max_length=MOST_AT_ONCE)


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Current", serializers=[FallShown, SymptomsShown], resource_type_field_name=None
    )
)
class Current(serializers.JSONField):
    """A fall or symptoms, as they stand."""


class OperationResult(Shape):
    op_id = Text(allow_null=True, help_text="Of a creation, its entry_id.")
    outcome = Choice(Outcome)
    id = Id(required=False)
    version = Number(required=False)
    answered = serializers.ListField(child=Day(), required=False, help_text="Of a sweep.")
    skipped = DaySkipped(many=True, required=False, help_text="Of a sweep.")
    current = Current(required=False, allow_null=True, help_text="Of a conflict: what stands there.")
    yours = serializers.DictField(required=False, help_text="Of a conflict: what was wanted.")
    errors = ErrorItem(many=True, required=False)  # type: ignore[assignment]  # as above


class BatchResults(Shape):
    results = OperationResult(many=True)
