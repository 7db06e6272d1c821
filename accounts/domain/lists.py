"""Answers of which several may be chosen."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from accounts.domain.errors import FieldError, NoneWithOthers, TooManyValues

LIST_LIMIT = 20  # values of one list, as sent (limits of the API)
NOTHING = "none"  # the answer that stands alone: no injury, no care, no aid

Choice = TypeVar("Choice", bound=StrEnum)


def checked_list(values: Iterable[Choice], field: str, errors: list[FieldError]) -> tuple[Choice, ...]:
    """The answers in their order, each once; what is wrong with them is added to `errors`."""
    sent = tuple(values)
    unique = tuple(dict.fromkeys(sent))
    if len(sent) > LIST_LIMIT:
        errors.append(TooManyValues(field=field, limit=LIST_LIMIT))
    if NOTHING in unique and len(unique) > 1:
        errors.append(NoneWithOthers(field=field))
    return unique
