from rest_framework import serializers

from api.fields import Moment, Text
from api.shapes.base import Shape


class BundleShown(Shape):
    """A FHIR R4 Bundle; its schema is HL7's."""

    resourceType = Text()  # noqa: N815 - FHIR's name
    type = Text()
    timestamp = Moment()
    entry = serializers.ListField(child=serializers.DictField())
