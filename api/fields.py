"""Fields that take exactly what the schema says, and nothing that merely looks like it.

DRF's own read "7" as a number, 1 as true and a time without an offset as a time. A program that sends
such things has a fault, and a fault that is guessed at becomes somebody's record.
"""

import re
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.core.validators import BaseValidator, ProhibitNullCharactersValidator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.validators import ProhibitSurrogateCharactersValidator

UUID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
# RFC 3339, seconds included.
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
CLOCK = re.compile(r"\d\d:\d\d", re.ASCII)
WHOLE_NUMBER = re.compile(r"[0-9]{1,10}", re.ASCII)
LARGEST = 2**31 - 1


@extend_schema_field({"type": "string", "format": "uuid", "pattern": UUID_PATTERN})
class Id(serializers.Field[UUID, str, str, UUID]):
    """A UUID in its one usual spelling: lower case, with hyphens."""

    default_error_messages = {"invalid": "Write this id as a UUID in lower case with hyphens."}

    def to_internal_value(self, data: object) -> UUID:
        if not isinstance(data, str) or not re.fullmatch(UUID_PATTERN, data) or data.endswith("\n"):
            self.fail("invalid")
        return UUID(data)

    def to_representation(self, value: UUID) -> str:
        return str(value)


@extend_schema_field(OpenApiTypes.DATETIME)
class Moment(serializers.Field[datetime, str, str, datetime]):
    """A moment with its offset from UTC."""

    default_error_messages = {
        "invalid": "Write the time like 2026-03-28T14:05:00+01:00.",
        "time_without_offset": "The time needs its offset from UTC.",
    }

    def to_internal_value(self, data: object) -> datetime:
        found = MOMENT.fullmatch(data) if isinstance(data, str) else None
        if found is None:
            self.fail("invalid")
        day, clock, fraction, offset = found.groups()
        if offset is None:
            self.fail("time_without_offset")
        try:
            return datetime.fromisoformat(f"{day}T{clock}{(fraction or '')[:7]}{offset.upper()}")
        except ValueError:
            self.fail("invalid")

    def to_representation(self, value: datetime) -> str:
        return value.isoformat()


@extend_schema_field(OpenApiTypes.DATE)
class Day(serializers.Field[date, str, str, date]):
    """A local date."""

    default_error_messages = {"invalid": "Write the day like 2026-03-28."}

    def to_internal_value(self, data: object) -> date:
        if not isinstance(data, str) or not DAY.fullmatch(data):
            self.fail("invalid")
        try:
            return date.fromisoformat(data)
        except ValueError:
            self.fail("invalid")

    def to_representation(self, value: date) -> str:
        return value.isoformat()


@extend_schema_field({"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class Clock(serializers.Field[time, str, str, time]):
    """A local time of day, to the minute."""

    default_error_messages = {"invalid": "Write the time like 19:00."}

    def to_internal_value(self, data: object) -> time:
        if not isinstance(data, str) or not CLOCK.fullmatch(data):
            self.fail("invalid")
        try:
            return time.fromisoformat(data)
        except ValueError:
            self.fail("invalid")

    def to_representation(self, value: time) -> str:
        return f"{value:%H:%M}"


class Flag(serializers.BooleanField):
    """true or false."""

    default_error_messages = {"invalid": "Write true or false."}

    def to_internal_value(self, data: object) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Number(serializers.IntegerField):
    """A whole number from 1."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - DRF's own
        options.setdefault("min_value", 1)
        options.setdefault("max_value", LARGEST)
        super().__init__(**options)

    def to_internal_value(self, data: object) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class Text(serializers.CharField):
    """Text as it is; what it may hold is for the domain to say."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - DRF's own
        options.setdefault("trim_whitespace", False)
        super().__init__(**options)
        # Halves of characters and the like: the domain names them with codes of its own.
        self.validators = [limit for limit in self.validators if isinstance(limit, BaseValidator)]

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class Line(Text):
    """One line of text for which no domain has a rule: an address, a password."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - DRF's own
        super().__init__(**options)
        self.validators += [ProhibitNullCharactersValidator(), ProhibitSurrogateCharactersValidator()]


class Choice(serializers.ChoiceField):
    """One word of a vocabulary, as a member of it."""

    default_error_messages = {"invalid_choice": "Choose one of the words that this field knows."}

    def __init__(self, choices: Any, **options: Any) -> None:  # noqa: ANN401 - DRF's own
        super().__init__([(choice, choice) for choice in choices], **options)

    def to_internal_value(self, data: object) -> Any:  # noqa: ANN401 - a member of its vocabulary
        if not isinstance(data, str):
            self.fail("invalid_choice")
        return super().to_internal_value(data)

    def to_representation(self, value: Any) -> str:  # noqa: ANN401 - a member of its vocabulary, or its text
        return str(value)


class Choices(serializers.ListField):
    """Words of a vocabulary, as a tuple."""

    def __init__(self, choices: Any, **options: Any) -> None:  # noqa: ANN401 - DRF's own
        super().__init__(child=Choice(choices), **options)

    def to_internal_value(self, data: object) -> Any:  # noqa: ANN401 - a tuple of members
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        return tuple(super().to_internal_value(data))

    def to_representation(self, data: Any) -> list[str]:  # noqa: ANN401 - a list of words
        return [str(value) for value in data]
