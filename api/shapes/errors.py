from rest_framework import serializers

from api.fields import Text
from api.shapes.base import Shape


class ErrorItem(Shape):
    field = Text(allow_null=True, help_text="The field that is meant; null where it is the whole.")
    code = Text(help_text="For programs; it stays.")
    message = Text(help_text="For people; it may change.")


class Error(Shape):
    """Every refusal."""

    code = Text()
    message = Text()
    errors = ErrorItem(many=True)  # type: ignore[assignment]  # the name that programs know


class Conflict(Error):
    """Something else stands there already; both are here for a person to choose."""

    current = serializers.DictField(required=False, allow_null=True)
    yours = serializers.DictField(required=False)
