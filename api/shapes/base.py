"""Shapes: what goes in and what comes out, checked for form alone. What it means is for the services."""

from collections.abc import Mapping
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from api.fields import Id

S = TypeVar("S", bound="Shape")

UNKNOWN = ErrorDetail("This field is not known here.", code="unknown_field")
TWICE = ErrorDetail("Say this once.", code="said_twice")


MOST_NAMED = 20  # unknown fields of one object: whoever sends thousands is not helped by reading them all


class Shape(serializers.Serializer[Any]):
    """A JSON object with these fields and no others."""

    def to_internal_value(self, data: Any) -> Any:  # noqa: ANN401 - whatever was sent
        if not isinstance(data, Mapping):
            raise ValidationError("Send a JSON object.", code="not_an_object")
        unknown = (name for name in data if name not in self.fields)
        errors: dict[str, Any] = {name: [UNKNOWN] for name in islice(unknown, MOST_NAMED)}
        try:
            found = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**errors, **error.detail}) from None  # type: ignore[dict-item]
        if errors:
            raise ValidationError(errors)
        return found


class OfPatient(Shape):
    patient = Id(required=False, help_text="Whose; without it, the account's own.")


@cache
def bound(shape: type[S]) -> S:
    """The one instance of a shape: making one copies all of its fields, and none of them keeps anything."""
    return shape()


def read(shape: type[Shape], data: object) -> dict[str, Any]:
    """What was sent, as values. Raises ValidationError with every field that has not its shape."""
    found: dict[str, Any] = bound(shape).run_validation({} if isinstance(data, QueryDict) else data)
    return found


def asked(shape: type[Shape], query: QueryDict) -> dict[str, Any]:
    """What the address asks for, as values."""
    twice = {name: [TWICE] for name, values in query.lists() if len(values) > 1}
    if twice:
        raise ValidationError(twice)
    return read(shape, query.dict())


def shown(shape: type[Shape], value: object) -> dict[str, Any]:
    """A value as JSON of that shape."""
    found: dict[str, Any] = bound(shape).to_representation(value)
    return found
